package store

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/task"
)

var update = flag.Bool("update", false, "add the present stored form to testdata")

// fill sets every field below v to something that is not zero.
func fill(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(t0))
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("json") != "-" {
				fill(v.Field(i), depth)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), depth)
	case reflect.Map:
		k, e := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(k, depth)
		fill(e, depth)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(k, e)
	case reflect.String:
		v.SetString("text")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Float64:
		v.SetFloat(0.5)
	default:
		panic("fill does not know " + v.Kind().String())
	}
}

func full() task.Task {
	var v task.Task
	fill(reflect.ValueOf(&v).Elem(), 0)
	return v
}

func TestStoredFormIsWhole(t *testing.T) {
	want := full()
	got, err := decodeTask(must(encodeTask(want)))
	ok(t, err)
	same(t, got, want)
}

// TestOldFormsLoad reads every form that was ever stored: nothing they say may be
// lost. A failure means that a field of agent/task was renamed or given another
// type: give it its old JSON name, or bring the old form up in upgrade.
func TestOldFormsLoad(t *testing.T) {
	if *update {
		addForm(t)
	}
	files := must(filepath.Glob("testdata/task-*.stored"))
	if len(files) == 0 {
		t.Fatal("no old forms")
	}
	for _, f := range files {
		data := must(os.ReadFile(f))
		v, err := decodeTask(data)
		ok(t, err)
		if d := cmp.Diff(body(t, data), keep(body(t, must(encodeTask(v))), body(t, data))); d != "" {
			t.Errorf("%s has lost something (-stored +loaded)\n%s", f, d)
		}
	}
}

// addForm writes the present form beside the older ones, which stay as they are.
func addForm(t *testing.T) {
	n := len(must(filepath.Glob("testdata/task-*.stored")))
	name := fmt.Sprintf("testdata/task-%d.%d.stored", storedVersion, n+1)
	ok(t, os.WriteFile(name, must(encodeTask(full())), 0o644))
}

func body(t *testing.T, data []byte) (v any) {
	t.Helper()
	for i, c := range data {
		if c == '\n' {
			ok(t, json.Unmarshal(data[i:], &v))
			return v
		}
	}
	t.Fatal("no head")
	return nil
}

// keep reduces v to what old has too, so that new fields do not count.
func keep(v, old any) any {
	switch o := old.(type) {
	case map[string]any:
		m, _ := v.(map[string]any)
		out := map[string]any{}
		for k := range o {
			if x, has := m[k]; has {
				out[k] = keep(x, o[k])
			}
		}
		return out
	case []any:
		l, _ := v.([]any)
		out := make([]any, 0, len(l))
		for i := range l {
			if i < len(o) {
				out = append(out, keep(l[i], o[i]))
			}
		}
		return out
	}
	return v
}

func TestDecodeRefuses(t *testing.T) {
	for _, s := range []string{"", "7", "7 working\n{}", "7 working 1\n", "7 working 1\n[]", "7 working 99\n{}", "7 working x\n{}"} {
		if _, err := decodeTask([]byte(s)); err == nil {
			t.Errorf("%q was taken", s)
		}
	}
}

func FuzzDecodeTask(f *testing.F) {
	f.Add(must(encodeTask(full())))
	f.Add(must(encodeTask(task.Task{})))
	f.Add([]byte("7 working 1\n{\"rev\":7}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := decodeTask(data)
		if err != nil {
			return
		}
		again, err := encodeTask(v)
		if err != nil {
			return // a time that JSON cannot hold
		}
		w, err := decodeTask(again)
		ok(t, err)
		if twice := must(encodeTask(w)); string(twice) != string(again) {
			t.Fatalf("%s\nbecomes\n%s", again, twice)
		}
	})
}

func FuzzUnpack(f *testing.F) {
	f.Add(must(pack([]byte("words words words"))))
	f.Add([]byte("1\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if got, err := unpack(data, 1<<16); err == nil {
			same(t, string(must(unpack(must(pack(got)), 1<<16))), string(got))
		}
	})
}

package teams

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"image/png"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"salesclerk/agent/lang"
)

var packageOptions = PackageOptions{Name: "Sales \u202eClerk", AppID: "11111111-2222-3333-4444-55555555555A", PublicHost: "sales.company.example", Company: "Nordlys Kontor A/S", Try: true}

func unpacked(t *testing.T, data []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func TestPackage(t *testing.T) {
	data, err := Package(packageOptions)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := Package(packageOptions); !bytes.Equal(data, again) {
		t.Error("the same options make another package")
	}
	files := unpacked(t, data)
	var m manifest
	d := json.NewDecoder(bytes.NewReader(files["manifest.json"]))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		t.Fatal(err)
	}
	if m.ID != "11111111-2222-3333-4444-55555555555a" || m.Bots[0].ID != m.ID || m.Name.Short != "Sales Clerk" || m.Domains[0] != "sales.company.example" {
		t.Errorf("%+v", m)
	}
	if len(files) != 3+len(lang.Supported())-1 || len(m.Localization.More) != len(lang.Supported())-1 {
		t.Errorf("%d files", len(files))
	}
	for _, l := range m.Localization.More {
		var words map[string]string
		if err := json.Unmarshal(files[l.File], &words); err != nil {
			t.Fatalf("%s: %v", l.File, err)
		}
		if words["bots[0].commandLists[0].commands[0].title"] == "" || len(words) != 5+2*len(m.Bots[0].Commands[0].Commands) {
			t.Errorf("%s: %v", l.File, words)
		}
		short(t, l.File, words["description.short"], maxShortAbout)
	}
	short(t, "about", m.About.Short, maxShortAbout)
	for _, c := range m.Bots[0].Commands[0].Commands {
		short(t, c.Title, c.Title, maxCommandTitle)
		short(t, c.Title, c.About, maxCommandAbout)
	}
}

func short(t *testing.T, what, s string, most int) {
	t.Helper()
	if n := utf8.RuneCountInString(s); n == 0 || n > most || strings.HasSuffix(s, "…") {
		t.Errorf("%s: %d runes of %d: %q", what, n, most, s)
	}
}

// The colour icon fills its square; the outline is white on nothing, and no empty
// sheet.
func TestIcons(t *testing.T) {
	data, err := Package(packageOptions)
	if err != nil {
		t.Fatal(err)
	}
	files := unpacked(t, data)
	for name, size := range map[string]int{colorIcon: 192, outlineIcon: 32} {
		m, err := png.Decode(bytes.NewReader(files[name]))
		if err != nil || m.Bounds().Dx() != size || m.Bounds().Dy() != size {
			t.Fatalf("%s: %v", name, err)
		}
		seen := map[uint32]int{}
		for y := range size {
			for x := range size {
				r, g, b, a := m.At(x, y).RGBA()
				seen[a]++
				if name == outlineIcon && a > 0 && (r != a || g != a || b != a) {
					t.Fatalf("%s has a colour at %d,%d", name, x, y)
				}
			}
		}
		if full := seen[0xffff]; name == colorIcon && full != size*size || name == outlineIcon && (full < 60 || seen[0] < size*size/3) {
			t.Errorf("%s: %d of %d pixels are full", name, full, size*size)
		}
	}
}

func TestPackageSaysWhatIsWrong(t *testing.T) {
	for want, change := range map[string]func(*PackageOptions){
		"app id":      func(o *PackageOptions) { o.AppID = "salesclerk" },
		"public host": func(o *PackageOptions) { o.PublicHost = "https://sales.example" },
		"version":     func(o *PackageOptions) { o.Version = "2" },
		"website":     func(o *PackageOptions) { o.Website = "javascript:x" },
	} {
		o := packageOptions
		change(&o)
		if _, err := Package(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

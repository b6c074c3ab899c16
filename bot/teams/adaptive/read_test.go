package adaptive

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/cards"
)

// client is a Teams client with a card open: the inputs with what stands in them,
// and the buttons.
type client struct {
	inputs map[string]string
	press  map[string]map[string]any // data, by verb
	alone  map[string]bool           // buttons that bring no input, by verb
}

func opened(t testing.TB, r Root) *client {
	c := &client{inputs: map[string]string{}, press: map[string]map[string]any{}, alone: map[string]bool{}}
	var v any
	if err := json.Unmarshal(encoded(t, r), &v); err != nil {
		t.Fatal(err)
	}
	c.walk(v)
	return c
}

func (c *client) walk(v any) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			c.walk(x)
		}
	case map[string]any:
		kind, _ := v["type"].(string)
		if strings.HasPrefix(kind, "Input.") {
			value, _ := v["value"].(string)
			c.inputs[v["id"].(string)] = value
		}
		if d, ok := v["data"].(map[string]any); ok {
			c.press[d["verb"].(string)], c.alone[d["verb"].(string)] = d, v["associatedInputs"] == "none"
		}
		for name, x := range v {
			if name != "fallback" && name != "data" {
				c.walk(x)
			}
		}
	}
}

// send presses a button. Like the open library, the client leaves out inputs that
// are empty.
func (c *client) send(t testing.TB, verb task.Kind) Submission {
	t.Helper()
	if c.press[string(verb)] == nil {
		t.Fatalf("there is no button %s", verb)
	}
	all := map[string]any{}
	for k, v := range c.press[string(verb)] {
		all[k] = v
	}
	for id, v := range c.inputs {
		if v != "" && !c.alone[string(verb)] {
			all[id] = v
		}
	}
	s, err := ParseSubmission(encoded(t, all))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// sample is a scene with a form that does an action.
func sample(t testing.TB, form string, action task.Kind, name string) (scene, cards.Form) {
	t.Helper()
	for _, s := range scenes("en") {
		if !strings.Contains(s.name, name) {
			continue
		}
		if f := s.form(cards.Button{Form: form, Action: action}); f.Action == action {
			return s, *f
		}
	}
	t.Fatalf("no sample %q with a form %s that does %s", name, form, action)
	return scene{}, cards.Form{}
}

func TestAnUntouchedFormChangesNothing(t *testing.T) {
	for _, tag := range lang.Supported() {
		had := map[string]int{}
		for _, s := range scenes(tag) {
			for _, f := range forms(s) {
				kind := fmt.Sprint(f.Kind, f.Action, strings.Contains(s.name, "extreme"))
				if had[kind]++; f.Action == "" || f.Action == task.PickItem || had[kind] > 2 && !strings.HasSuffix(s.name, "200_lines") {
					continue
				}
				for _, other := range lang.Supported() { // the desk's language may not be the reader's
					_, d := Read(*f, opened(t, Dialog(*f, at(s), Draft{}, Options{Lang: other}).Card).send(t, f.Action), tag)
					if d.Touched() {
						t.Fatalf("%s %s in %s: %v", s.name, f.Kind, other, d.Typed)
					}
				}
			}
		}
	}
}

func TestMailReadBack(t *testing.T) {
	s, f := sample(t, cards.FormMail, task.Save, "outgoing quote")
	id := "save."
	t.Run("untouched", func(t *testing.T) {
		form, _ := Read(f, opened(t, Dialog(f, at(s), Draft{}, s.shown()).Card).send(t, task.Save), "en")
		if diff := cmp.Diff(&task.Form{}, form); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("changed", func(t *testing.T) {
		c := opened(t, Dialog(f, at(s), Draft{}, s.shown()).Card)
		c.inputs[id+"to"], c.inputs[id+"text"] = "Lene <lene@nordlys.example>; ole@nordlys.example", "Dear **Lene**,\r\n\r\nnew words"
		form, d := Read(f, c.send(t, task.Save), "en")
		text := "Dear **Lene**,\n\nnew words"
		if diff := cmp.Diff(&task.Form{To: []string{"lene@nordlys.example", "ole@nordlys.example"}, Text: &text}, form); diff != "" {
			t.Error(diff, d.Errors)
		}
	})
	t.Run("emptied", func(t *testing.T) {
		c := opened(t, Dialog(f, at(s), Draft{}, s.shown()).Card)
		c.inputs[id+"text"], c.inputs[id+"subject"] = "", "New subject"
		form, d := Read(f, c.send(t, task.Save), "en")
		if form != nil || d.Errors["text"] == "" || len(d.Errors) != 1 {
			t.Fatalf("%+v %v", form, d.Errors)
		}
		again := opened(t, Dialog(f, at(s), d, s.shown()).Card)
		if again.inputs[id+"subject"] != "New subject" || again.inputs[id+"text"] != "" {
			t.Errorf("typed is lost: %q", again.inputs)
		}
	})
	t.Run("cc is emptied on purpose", func(t *testing.T) {
		f := f
		f.Inputs = append([]cards.Input{}, f.Inputs...)
		f.Inputs[1].Value.S = "ole@nordlys.example"
		c := opened(t, Dialog(f, at(s), Draft{}, s.shown()).Card)
		c.inputs[id+"cc"] = ""
		form, d := Read(f, c.send(t, task.Save), "en")
		if form != nil || d.Errors["cc"] == "" {
			t.Fatalf("not asked: %+v %v", form, d.Errors)
		}
		form, d = Read(f, opened(t, Dialog(f, at(s), d, s.shown()).Card).send(t, task.Save), "en")
		if form == nil || form.Cc == nil || len(form.Cc) != 0 {
			t.Fatalf("%+v %v", form, d.Errors)
		}
	})
}

func TestDocumentReadBack(t *testing.T) {
	s, f := sample(t, cards.FormDocument, task.Save, "quote plain")
	f.Lines[0].Price = "3200.00"
	draw := func(d Draft) *client { return opened(t, Dialog(f, at(s), d, Options{Lang: "da"}).Card) }
	lines := func() []task.LineEdit {
		var out []task.LineEdit
		for _, l := range f.Lines {
			out = append(out, l.LineEdit)
		}
		return out
	}
	for _, x := range []struct {
		name   string
		change map[string]string
		want   func(d *task.DocumentEdit)
	}{
		{"nothing", nil, func(d *task.DocumentEdit) { d.Lines = nil }},
		{"a quantity", map[string]string{"10000.q": "2,5"}, func(d *task.DocumentEdit) { d.Lines[0].Quantity = "2.5" }},
		{"unit and discount", map[string]string{"20000.u": "PCS", "20000.d": "12,5"}, func(d *task.DocumentEdit) { d.Lines[1].Unit, d.Lines[1].Discount = "PCS", "12.5" }},
		{"a line less", map[string]string{"10000.x": "true"}, func(d *task.DocumentEdit) { d.Lines = d.Lines[1:] }},
		{"a line more, typed", map[string]string{"n1.n": "1908-S", "n1.q": "3", "n1.u": "BOX"}, func(d *task.DocumentEdit) {
			d.Lines = append(d.Lines, task.LineEdit{Item: "1908-S", Quantity: "3", Unit: "BOX"})
		}},
		{"a line more, chosen", map[string]string{"n2.i": "=1900-S|BLUE"}, func(d *task.DocumentEdit) {
			d.Lines = append(d.Lines, task.LineEdit{Item: "1900-S", Variant: "BLUE", Quantity: "1"})
		}},
		{"a line more, typed into the search", map[string]string{"n2.i": "1900-S", "n2.v": "RED"}, func(d *task.DocumentEdit) {
			d.Lines = append(d.Lines, task.LineEdit{Item: "1900-S", Variant: "RED", Quantity: "1"})
		}},
		{"the header", map[string]string{"requested": "2027-04-01", "ship_to": "=WEST", "reference": "PO-7"}, func(d *task.DocumentEdit) {
			day, to, ref := "2027-04-01", "WEST", "PO-7"
			d.Requested, d.ShipTo, d.Reference, d.Lines = &day, &to, &ref, nil
		}},
		{"an address of one's own", map[string]string{"ship_to+": "EAST"}, func(d *task.DocumentEdit) {
			to := "EAST"
			d.ShipTo, d.Lines = &to, nil
		}},
	} {
		t.Run(x.name, func(t *testing.T) {
			c := draw(Draft{})
			for id, v := range x.change {
				if _, ok := c.inputs["save."+id]; !ok {
					t.Fatalf("there is no input %s", id)
				}
				c.inputs["save."+id] = v
			}
			form, d := Read(f, c.send(t, task.Save), "da")
			want := &task.DocumentEdit{Version: "v3", Lines: lines()}
			x.want(want)
			if form == nil {
				t.Fatal(d.Errors)
			}
			if diff := cmp.Diff(want, form.Document); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDocumentMistakesStayAtTheirField(t *testing.T) {
	s, f := sample(t, cards.FormDocument, task.Save, "quote plain")
	draw := func(d Draft) *client { return opened(t, Review(s.card, f, d, s.shown()).Card) }
	for _, x := range []struct {
		change map[string]string
		field  string
	}{
		{map[string]string{"10000.q": "two"}, "lines.1.quantity"},
		{map[string]string{"10000.q": ""}, "lines.1.quantity"},
		{map[string]string{"20000.p": "1.234"}, "lines.2.price"},
		{map[string]string{"10000.x": "true", "20000.p": "1.234"}, "lines.1.price"},
		{map[string]string{"20000.t": ""}, "lines.2.date"},
		{map[string]string{"n1.u": "BOX"}, "lines.3.item"},
		{map[string]string{"10000.x": "true", "20000.x": "true"}, "lines"},
	} {
		c := draw(Draft{})
		for id, v := range x.change {
			c.inputs["save."+id] = v
		}
		form, d := Read(f, c.send(t, task.Save), "en")
		if form != nil || d.Errors[x.field] == "" {
			t.Errorf("%v: %+v %v", x.change, form, d.Errors)
			continue
		}
		again := Review(s.card, f, d, s.shown()).Card
		fine(t, x.field, again)
		words := string(encoded(t, again))
		if say := d.Errors[x.field]; !strings.Contains(words, strings.Trim(string(encoded(t, say)), `"`)) {
			t.Errorf("%v: %q is not to be seen", x.change, say)
		}
		now := opened(t, again)
		for id, v := range x.change {
			if now.inputs["save."+id] != v {
				t.Errorf("%s: %q was typed, %q is there", id, v, now.inputs["save."+id])
			}
		}
	}
}

func TestAnotherVersionIsNotSaved(t *testing.T) {
	s, f := sample(t, cards.FormDocument, task.Save, "quote plain")
	c := opened(t, Dialog(f, at(s), Draft{}, s.shown()).Card)
	c.inputs["save.10000.q"] = "7"
	f.Version = "v4"
	form, d := Read(f, c.send(t, task.Save), "en")
	if form != nil || d.Errors["version"] == "" || d.Typed["10000.q"] != "7" {
		t.Errorf("%+v %+v", form, d)
	}
	f.Action, f.Inputs, f.Lines = "", nil, nil // it can no longer be sent
	form, d = Read(f, c.send(t, task.Save), "en")
	m := Moved(f, d, s.card, "Bo was first.", s.shown())
	if form != nil || !strings.Contains(string(encoded(t, m.Card)), "Quantity") {
		t.Errorf("%+v: own words are gone: %s", form, encoded(t, m.Card))
	}
	fine(t, "moved", m.Card)
}

func TestPagesKeepWhatIsTyped(t *testing.T) {
	s, f := sample(t, cards.FormDocument, task.Save, "quote 200_lines")
	d, o := Draft{}, s.shown()
	want := map[int]string{}
	for page := 0; ; page++ {
		w := Dialog(f, at(s), d, o)
		fine(t, fmt.Sprint("page ", page), w.Card)
		c := opened(t, w.Card)
		for i, l := range f.Lines {
			if id := "save." + strconv.Itoa(l.No) + ".q"; c.inputs[id] != "" && i%7 == page%3 {
				c.inputs[id] = strconv.Itoa(1000 + i)
				want[l.No] = c.inputs[id]
			}
		}
		if c.press[string(VerbPage)] == nil || c.press[string(VerbPage)]["to"].(float64) < float64(page) {
			form, d := Read(f, c.send(t, task.Save), "en")
			if form == nil || len(form.Document.Lines) != 200 {
				t.Fatalf("%+v", d.Errors)
			}
			for _, l := range form.Document.Lines {
				if v, ok := want[l.No]; ok && l.Quantity != v {
					t.Errorf("line %d: %s, want %s", l.No, l.Quantity, v)
				}
			}
			t.Logf("%d pages, %d changes", page+1, len(want))
			return
		}
		sub := c.send(t, VerbPage)
		d = sub.Turn(Collect(f, sub))
	}
}

func TestContactsReadBack(t *testing.T) {
	s, f := sample(t, cards.FormContact, task.UseContactOnce, "incoming unknown")
	for _, x := range []struct {
		change map[string]string
		want   string
	}{
		{map[string]string{"contact": "=CT-77"}, "CT-77"},
		{map[string]string{"contact": "=CT-77", "contact+": "CT-99"}, "CT-99"},
		{map[string]string{"contact*": "=CT-5"}, "CT-5"},
		{map[string]string{"contact*": "CT-6"}, "CT-6"},
		{nil, ""},
	} {
		c := opened(t, Dialog(f, at(s), Draft{}, s.shown()).Card)
		for id, v := range x.change {
			c.inputs["use_contact_once."+id] = v
		}
		form, d := Read(f, c.send(t, task.UseContactOnce), "en")
		if x.want == "" && (form != nil || d.Errors["contact"] == "") || x.want != "" && (form == nil || form.Contact != x.want) {
			t.Errorf("%v: %+v %v", x.change, form, d.Errors)
		}
	}
	s, f = sample(t, cards.FormCreateContact, task.CreateContact, "incoming unknown")
	c := opened(t, Dialog(f, at(s), Draft{}, s.shown()).Card)
	c.inputs["create_contact.customer"], c.inputs["create_contact.lang"] = "=10000", "=da"
	form, d := Read(f, c.send(t, task.CreateContact), "en")
	if diff := cmp.Diff(&task.Form{Name: "Lene Dahl", Email: "lene@nordlys.example", Customer: "10000", Lang: "da"}, form); diff != "" {
		t.Error(diff, d.Errors)
	}
}

func TestPicksReadBack(t *testing.T) {
	s, f := sample(t, cards.FormPick, task.PickItem, "assistance no_item")
	line := -1
	for _, p := range f.Picks {
		if p.Needed {
			line = p.Line
		}
	}
	id := fmt.Sprintf("pick_item.p%d.", line)
	for _, x := range []struct {
		change map[string]string
		want   task.Pick
	}{
		{map[string]string{"i": "=1908-S|RED", "q": "4", "u": "BOX"}, task.Pick{Line: line, Item: "1908-S", Variant: "RED", Quantity: "4", Unit: "BOX"}},
		{map[string]string{"n": "1936-S", "v": "OAK"}, task.Pick{Line: line, Item: "1936-S", Variant: "OAK"}},
		{map[string]string{"c": "-"}, task.Pick{Line: line, Skip: true}},
	} {
		c := opened(t, Dialog(f, at(s), Draft{}, s.shown()).Card)
		for k, v := range x.change {
			c.inputs[id+k] = v
		}
		form, d := Read(f, c.send(t, task.PickItem), "en")
		if form == nil || len(form.Picks) != 1 {
			t.Fatalf("%v: %+v %v", x.change, form, d.Errors)
		}
		if diff := cmp.Diff(x.want, form.Picks[0]); diff != "" {
			t.Error(diff)
		}
	}
	c := opened(t, Dialog(f, at(s), Draft{}, s.shown()).Card)
	c.inputs[id+"n"], c.inputs[id+"q"] = "1936-S", "many"
	if form, d := Read(f, c.send(t, task.PickItem), "en"); form != nil || d.Errors[fmt.Sprintf("picks.%d.quantity", line)] == "" {
		t.Errorf("%+v %v", form, d.Errors)
	}
}

// TestTheFormInTheCard: what is entered in a card reads as from a dialog.
func TestTheFormInTheCard(t *testing.T) {
	s, f := sample(t, cards.FormInstruct, task.Instruct, "assistance no_item")
	s.card.Buttons = slices.DeleteFunc(slices.Clone(s.card.Buttons), func(b cards.Button) bool { return b.Action == task.Retry }) // it would stand behind others
	c := opened(t, Card(s.card, s.shown()).Card)
	c.inputs["instruct.text"] = "10 pcs of 1920-S"
	form, d := Read(f, c.send(t, task.Instruct), "en")
	if form == nil || form.Text == nil || *form.Text != "10 pcs of 1920-S" {
		t.Errorf("%+v %v", form, d.Errors)
	}
}

func TestWhateverComesBack(t *testing.T) {
	s, f := sample(t, cards.FormDocument, task.Save, "quote plain")
	_, mail := sample(t, cards.FormMail, task.Save, "outgoing quote")
	_, pick := sample(t, cards.FormPick, task.PickItem, "assistance no_item")
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom([]cards.Form{f, mail, pick}).Draw(t, "form")
		all := map[string]any{"verb": string(f.Action), "t": at(s).String(), "form": f.Kind, "a": string(f.Action), "v": f.Version}
		var drawn []string
		for _, x := range slots(f, 0) {
			switch rapid.IntRange(0, 3).Draw(t, x.id) {
			case 0:
				all[string(f.Action)+"."+x.id] = rapid.String().Draw(t, "words")
			case 1:
				all[string(f.Action)+"."+x.id] = rapid.SampledFrom([]string{"1", "=", "=a|b", "-", "true", "2027-01-01", hostile}).Draw(t, "value")
			case 2:
				drawn = append(drawn, x.id)
			}
		}
		all["d"] = strings.Join(drawn, " ")
		b, _ := json.Marshal(all)
		sub, err := ParseSubmission(b)
		if err != nil {
			t.Fatal(err)
		}
		form, d := Read(f, sub, "en")
		if (form == nil) != (len(d.Errors) > 0) {
			t.Fatalf("%+v and %v", form, d.Errors)
		}
		card := Dialog(f, at(s), d, Options{Lang: "en"}).Card
		if wrong := Check(encoded2(card)); wrong != nil {
			t.Fatalf("%v", wrong)
		}
		if wrong := Check(encoded2(Moved(f, d, s.card, "Bo was first.", Options{Lang: "en"}).Card)); wrong != nil {
			t.Fatalf("%v", wrong)
		}
	})
}

func encoded2(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

func FuzzParseSubmission(f *testing.F) {
	f.Add([]byte(`{"verb":"save","t":"sales|T-1|2|3","form":"mail","a":"save","k":{"x":"y"},"save.text":"x"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := ParseSubmission(b)
		if err == nil && (s.Verb == "" || s.Draft.Page < 0 || s.Draft.Rows > maxRows || s.To > maxPages) {
			t.Fatalf("%+v", s)
		}
	})
}

// TestMuchTyped: what is typed on many pages travels with the form while it fits;
// then it has to be sent before more is typed, and nothing of it is lost.
func TestMuchTyped(t *testing.T) {
	s, f := sample(t, cards.FormDocument, task.Save, "quote 200_lines")
	f.Lines = slices.Clone(f.Lines)
	for i := range 300 { // more than there are in the sample
		l := f.Lines[i%200]
		l.No = (i + 1) * 10_000
		if i < 200 {
			f.Lines[i] = l
		} else {
			f.Lines = append(f.Lines, l)
		}
	}
	d, want := Draft{}, map[string]string{}
	for page := 0; ; page++ {
		w := Dialog(f, at(s), d, s.shown())
		fine(t, fmt.Sprint("page ", page), w.Card)
		c := opened(t, w.Card)
		for id := range c.inputs {
			key, name, _ := strings.Cut(strings.TrimPrefix(id, "save."), ".")
			if v := map[string]string{"q": "1234.5", "u": "Palette à 12 cartons", "p": "98765.43", "d": "12.5", "t": "2027-12-24"}[name]; v != "" && !strings.HasPrefix(key, "n") {
				c.inputs[id], want[key+"."+name] = v, v
			}
		}
		sub := c.send(t, task.Save)
		got := Collect(f, sub).Typed
		for id, v := range want {
			if got[id] != v {
				t.Fatalf("page %d: %s is %q", page, id, got[id])
			}
		}
		if c.press[string(VerbPage)] == nil || c.press[string(VerbPage)]["to"].(float64) <= float64(page) && page > 0 {
			if say := lang.For("en").T("teams.card.full", lang.Args{"Button": f.Words.Submit}); !strings.Contains(string(encoded(t, w.Card)), say) || len(want) < 100 {
				t.Errorf("page %d, %d values, and it is not said why there are no more pages", page+1, len(want))
			}
			if form, d := Read(f, sub, "en"); form == nil || len(form.Document.Lines) != 300 {
				t.Errorf("it is not taken: %v", d.Errors)
			}
			return
		}
		next := c.send(t, VerbPage)
		d = next.Turn(Collect(f, next))
	}
}

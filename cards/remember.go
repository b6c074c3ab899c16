package cards

import (
	"slices"
	"strconv"
	"strings"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

// The inputs that ask whether what is chosen in a form holds for the customer's
// next mails, too, or whether what was remembered is to be forgotten: one for each
// line that it is most likely about ("remember_2"), and one for all others
// ("remember"). Surfaces show them as any other choice and hand what was chosen to
// Teach.
const teaching = "remember"

// Most of them, and how much is shown of a line's words in one.
const (
	teachLines  = 5
	teachChoice = 10
	teachRunes  = 40
)

// Teach puts what was chosen in an input about remembering into what is sent. Any
// other input is left alone.
func Teach(f *task.Form, input, value string) {
	name, line, one := strings.Cut(input, "_")
	if name != teaching || value == "" {
		return
	}
	said, of, single := strings.Cut(value, "_") // "yes_3": of a form with one input for all
	switch {
	case one:
		single = true
	case single:
		line = of
	}
	if !single {
		f.Remember = task.Remember(said)
		return
	}
	n, err := strconv.Atoi(line)
	if err != nil {
		return
	}
	if f.RememberLines == nil {
		f.RememberLines = map[int]task.Remember{}
	}
	f.RememberLines[n] = task.Remember(said)
}

// taught says whether there is a customer whose words can be remembered.
func (m *maker) taught() bool { return m.t.Party.Customer != "" && m.reading() != nil }

// rememberPicks asks of the lines that need a choice, or mean what was remembered,
// each for itself, and of all others together.
func (m *maker) rememberPicks(picks []PickIn) []Input {
	if !m.taught() {
		return nil
	}
	var out []Input
	others := false
	var had []task.Line
	for _, p := range picks {
		l := m.lineAt(p.Line)
		switch {
		case l.Words() == "":
		case (p.Needed || l.Remembered() != nil) && len(out) < teachLines:
			in := m.teach(p.Line, m.say("cards.form.remember_line", lang.Args{"Words": known(l)}), l.Remembered() != nil)
			out = append(out, in)
		default:
			others = true
			if l.Remembered() != nil {
				had = append(had, l)
			}
		}
	}
	if !others {
		return out
	}
	in := m.teach(-1, m.say("cards.form.remember"), len(had) > 0)
	if len(out) > 0 {
		in.Label = m.say("cards.form.remember_others")
	}
	in.Hint = m.rememberedHint(had)
	return append(out, in)
}

// teach is one input: of a line, or of all others (-1).
func (m *maker) teach(at int, label string, had bool) Input {
	in := Input{Name: teaching, Label: label, Type: InChoice, Value: Text{S: string(task.RememberNo)}}
	in.Choices = []Choice{m.choice(string(task.RememberNo), "cards.form.remember_no"), m.choice(string(task.RememberYes), "cards.form.remember_yes")}
	if had {
		in.Choices = append(in.Choices, m.choice(string(task.RememberForget), "cards.form.remember_forget"))
	}
	if at >= 0 {
		in.Name += "_" + strconv.Itoa(at)
		if had {
			in.Hint = m.rememberedHint([]task.Line{m.lineAt(at)})
		}
	}
	return in
}

func (m *maker) choice(value, key string, args ...lang.Args) Choice {
	return Choice{Value: value, Label: Text{S: m.say(key, args...)}}
}

// rememberEdit asks about the lines of a document: which of them a person will
// change is not known, so it is one input that names each.
func (m *maker) rememberEdit(d *task.Document) []Input {
	if !m.taught() {
		return nil
	}
	in := m.teach(-1, m.say("cards.form.remember"), false)
	var lines []int
	for _, x := range d.Lines {
		if i := m.reading().LineOf(x); i >= 0 && m.lineAt(i).Words() != "" {
			lines = append(lines, i)
		}
	}
	if len(lines) > 1 {
		named, _ := first(lines, teachChoice)
		for _, i := range named {
			in.Choices = append(in.Choices, m.choice("yes_"+strconv.Itoa(i), "cards.form.remember_only", lang.Args{"Words": known(m.lineAt(i))}))
		}
	}
	had := m.rememberedLines()
	for _, i := range had[:min(len(had), teachChoice)] {
		in.Choices = append(in.Choices, m.choice("forget_"+strconv.Itoa(i), "cards.form.forget_line", lang.Args{"Words": known(m.lineAt(i))}))
	}
	if len(had) > 1 {
		in.Choices = append(in.Choices, m.choice(string(task.RememberForget), "cards.form.remember_forget"))
	}
	in.Hint = m.rememberedHint(m.linesAt(had))
	return []Input{in}
}

// rememberMail asks whether what the mail was read by is to be forgotten.
func (m *maker) rememberMail() []Input {
	if !m.taught() {
		return nil
	}
	var out []Input
	had := m.rememberedLines()
	keep := func(name, label string, of []int) {
		out = append(out, Input{Name: name, Label: label, Type: InChoice, Value: Text{S: string(task.RememberNo)}, Hint: m.rememberedHint(m.linesAt(of)),
			Choices: []Choice{m.choice(string(task.RememberNo), "cards.form.remember_keep"), m.choice(string(task.RememberForget), "cards.form.remember_forget")}})
	}
	each, more := first(had, teachLines)
	for _, i := range each {
		keep(teaching+"_"+strconv.Itoa(i), m.say("cards.form.remembered"), []int{i})
	}
	if more > 0 {
		keep(teaching, m.say("cards.form.remembered_others"), had[len(each):])
	}
	return out
}

// rememberedLines are the lines that mean what was remembered, the same words once.
func (m *maker) rememberedLines() []int {
	var out []int
	var had []task.Remembered
	for i, l := range m.reading().Lines {
		if why := l.Remembered(); why != nil && !slices.Contains(had, *why) {
			out, had = append(out, i), append(had, *why)
		}
	}
	return out
}

func (m *maker) lineAt(i int) task.Line {
	if r := m.reading(); r != nil && i >= 0 && i < len(r.Lines) {
		return r.Lines[i]
	}
	return task.Line{}
}

func (m *maker) linesAt(at []int) []task.Line {
	var out []task.Line
	for _, i := range at {
		out = append(out, m.lineAt(i))
	}
	return out
}

// known is the words that a line is known by.
func known(l task.Line) string {
	if why := l.Remembered(); why != nil {
		return line(cut(why.Words, teachRunes))
	}
	return line(cut(l.Words(), teachRunes))
}

// rememberedHint is what is remembered for words of the mail: “dims” is 1000.
func (m *maker) rememberedHint(had []task.Line) string {
	var out []string
	shown, more := first(had, OptionRows)
	for _, l := range shown {
		item := strings.TrimSpace(l.Items[0].Number + " " + l.Items[0].Variant)
		out = append(out, m.say("cards.form.hint.remembered", lang.Args{"Words": line(cut(l.Remembered().Words, CellRunes)), "Item": line(item)}))
	}
	if more > 0 {
		out = append(out, "…")
	}
	return strings.Join(out, "; ")
}

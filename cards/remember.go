package cards

import (
	"strings"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

// remember asks whether what is chosen in the form holds for the customer's next
// mails, too, or whether what was remembered is to be forgotten. learns says that
// something can be chosen in the form. There is nothing to ask of a contact
// without a customer.
func (m *maker) remember(learns bool) []Input {
	had := m.reading().Remembered()
	if m.t.Party.Customer == "" || !learns && len(had) == 0 {
		return nil
	}
	in := Input{Name: "remember", Label: m.say("cards.form.remembered"), Type: InChoice, Value: Text{S: string(task.RememberNo)}}
	choice := func(v task.Remember, key string) {
		in.Choices = append(in.Choices, Choice{Value: string(v), Label: Text{S: m.say("cards.form.remember_" + key)}})
	}
	if learns {
		in.Label = m.say("cards.form.remember")
		choice(task.RememberNo, "no")
		choice(task.RememberYes, "yes")
	} else {
		choice(task.RememberNo, "keep")
	}
	if len(had) > 0 {
		choice(task.RememberForget, "forget")
		in.Hint = m.rememberedHint(had)
	}
	return []Input{in}
}

// rememberedHint is what is remembered for words of the mail: “dims” is 1000.
func (m *maker) rememberedHint(had []task.Remembered) string {
	var out []string
	shown, more := first(had, OptionRows)
	for _, why := range shown {
		words := cut(why.Words, CellRunes)
		out = append(out, m.say("cards.form.hint.remembered", lang.Args{"Words": line(words), "Item": line(m.itemOf(why))}))
	}
	if more > 0 {
		out = append(out, "…")
	}
	return strings.Join(out, "; ")
}

func (m *maker) itemOf(why task.Remembered) string {
	for _, l := range m.reading().Lines {
		if len(l.Items) > 0 && l.Items[0].Remembered != nil && *l.Items[0].Remembered == why {
			return strings.TrimSpace(l.Items[0].Number + " " + l.Items[0].Variant)
		}
	}
	return ""
}

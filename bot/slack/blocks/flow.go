package blocks

import "github.com/slack-go/slack"

// flow is rich text as it is written, line by line. Lines below each other are
// one section with line feeds: whether sections stand side by side or below each
// other is not the same everywhere.
type flow struct {
	done []slack.RichTextElement
	here []slack.RichTextSectionElement // the section at hand
}

// line adds a line to the section at hand; nothing where there are no parts.
func (f *flow) line(parts ...slack.RichTextSectionElement) {
	if len(parts) == 0 {
		return
	}
	if n := len(f.here); n > 0 {
		if t, ok := f.here[n-1].(*slack.RichTextSectionTextElement); ok {
			t.Text += "\n"
		} else {
			f.here = append(f.here, words("\n"))
		}
	}
	f.here = append(f.here, parts...)
}

// then adds a list or a quote, which begin on a line of their own.
func (f *flow) then(e slack.RichTextElement) {
	if e != nil {
		f.done = append(f.all(), e)
		f.here = nil
	}
}

// all is what was written.
func (f *flow) all() []slack.RichTextElement {
	if len(f.here) == 0 {
		return f.done
	}
	return append(f.done, section(f.here...))
}

// block is all as a block, and an empty flow again; nil for nothing.
func (f *flow) block() []slack.Block {
	all := f.all()
	*f = flow{}
	if len(all) == 0 {
		return nil
	}
	return []slack.Block{slack.NewRichTextBlock("", all...)}
}

package views

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"salesclerk/cards"
)

// errorKey is where State.Errors keeps what is wrong with a line or a value of it.
func errorKey(key, name string) string { return "lines:" + key + "." + name }

// FieldBlock is where a field is shown: the block_id of its input ("" where it
// has none in the dialog itself, as a document's line), and its page. Fields are
// those of task.Problem and Form: "subject", "ship_to", "lines.2.unit", "picks.1.item"
// (lines counted from 1, picks as PickIn.Line counts). A field that is nowhere in
// the dialog is on page 0.
func FieldBlock(f cards.Form, s *State, field string) (block string, page int) {
	want := s.place(f, field)
	for i, p := range pagesOf(f, s) {
		for _, u := range p {
			if !slices.Contains(u.fields, want) {
				continue
			}
			if strings.HasPrefix(want, linePrefix) {
				return "", i
			}
			if u.fields[0] != want && !strings.HasPrefix(want, pickPrefix) {
				want = u.fields[0] // the first part of a text
			}
			return blockID(want, s.Gen), i
		}
	}
	return "", 0
}

// place is the field of ours that shows a field of the core or the back office.
func (s *State) place(f cards.Form, field string) string {
	parts := strings.Split(field, ".")
	name := parts[len(parts)-1]
	switch {
	case parts[0] == "lines" && len(parts) > 1:
		if r, ok := s.rowAt(f, parts[1]); ok {
			return linePrefix + r.key
		}
	case parts[0] == "picks" && len(parts) == 3:
		return pickPrefix + parts[1] + "." + pickName(name)
	case f.Kind == cards.FormPick && len(parts) == 1 && len(f.Picks) > 0:
		needed, others := f.PickOrder()
		return pickField(append(needed, others...)[0].Line, pickName(name))
	}
	return field
}

func pickName(name string) string {
	if name == "quantity" || name == "unit" {
		return name
	}
	return "item"
}

// rowAt is the line that stands at a place, from 1, among those that will be there.
func (s *State) rowAt(f cards.Form, at string) (row, bool) {
	n, err := strconv.Atoi(at)
	all := s.rows(f)
	i := slices.IndexFunc(all, func(r row) bool { return r.n == n && n > 0 })
	if err != nil || i < 0 {
		return row{}, false
	}
	return all[i], true
}

// Fail says how to show what is wrong, by field: as errors by block_id for
// response_action "errors", where all of it stands at inputs of the page that is
// shown; else nil, and the State has gone to the first page with something wrong,
// to be drawn with Dialog, which then says it.
func Fail(f cards.Form, s *State, wrong map[string]string) map[string]string {
	errors := map[string]string{}
	first := -1
	for field, say := range wrong {
		block, page := FieldBlock(f, s, field)
		if block != "" && page == s.Page {
			errors[block] = clip(say, maxError)
		}
		if block == "" || page != s.Page {
			if first < 0 || page < first {
				first = page
			}
		}
	}
	if first < 0 {
		s.Errors, s.Notes = nil, nil
		return errors
	}
	s.note(f, wrong)
	if first != s.Page {
		s.Page, s.Gen = first, s.Gen+1
	}
	return nil
}

// maxError is how long a sentence at an input may be; longer ones would fill the
// dialog.
const maxError = 500

// note puts what is wrong where Dialog shows it: at the fields, or on top.
func (s *State) note(f cards.Form, wrong map[string]string) {
	s.Errors, s.Notes = nil, nil
	for _, field := range slices.Sorted(maps.Keys(wrong)) {
		say := clip(wrong[field], maxError)
		at := s.place(f, field)
		block, _ := FieldBlock(f, s, field)
		switch {
		case strings.HasPrefix(at, linePrefix):
			put(&s.Errors, errorKey(strings.TrimPrefix(at, linePrefix), lineName(field)), say)
		case block != "":
			name, _, _ := fieldOf(block)
			put(&s.Errors, name, say)
		default:
			s.Notes = append(s.Notes, Note{say, true})
		}
	}
}

// lineName is the value of a line that a field is about, or "".
func lineName(field string) string {
	name := field[strings.LastIndexByte(field, '.')+1:]
	if slices.Contains(lineNames, name) {
		return name
	}
	return ""
}

package eval

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Where things lie below the root of the module.
const (
	ownDir      = "cmd/dev/eval/testdata/mails"
	unseenDir   = "cmd/dev/eval/testdata/unseen"
	knownDir    = "agent/reader/rules/testdata/sample"
	companyDir  = "cmd/salesclerk/sample/data"
	secondDir   = "cmd/dev/eval/testdata/second" // another company, in another trade, and the mails to it
	recordFile  = "cmd/dev/eval/testdata/recorded.txt"
	figuresFile = "cmd/dev/EVAL.md"
)

// OwnCases are all cases there are, each with the company that it is about.
func OwnCases(root string) ([]Case, error) {
	sample, second, err := companies(root)
	if err != nil {
		return nil, err
	}
	var out []Case
	for _, d := range []struct {
		dir  string
		from Origin
		co   *Company
	}{{ownDir, Fresh, sample}, {unseenDir, Unseen, sample}, {knownDir, Known, sample}, {secondDir + "/mails", Fresh, second}, {secondDir + "/unseen", Unseen, second}} {
		list, err := Load(filepath.Join(root, filepath.FromSlash(d.dir)), d.from)
		if err != nil {
			return nil, err
		}
		for i := range list {
			list[i].Company = d.co
			if d.co == second {
				list[i].File = "second/" + list[i].File
			}
		}
		out = append(out, list...)
	}
	return out, nil
}

// companies reads the sample company, which the program has, and the second one, whose
// folder it has to be told.
func companies(root string) (sample, second *Company, err error) {
	if sample, err = LoadCompany(filepath.Join(root, filepath.FromSlash(companyDir))); err != nil {
		return nil, nil, err
	}
	dir, err := filepath.Abs(filepath.Join(root, filepath.FromSlash(secondDir), "company"))
	if err != nil {
		return nil, nil, err
	}
	if second, err = LoadCompany(dir); err != nil {
		return nil, nil, err
	}
	second.data = dir
	return sample, second, nil
}

// Only are the cases of a language, a kind, a file or with a name, or those of the
// "second" company; all for "".
func Only(cases []Case, word string) []Case {
	if word == "" {
		return cases
	}
	return slices.DeleteFunc(slices.Clone(cases), func(c Case) bool {
		return c.Lang != word && c.Kind != word && c.ID() != word && c.File != word && (word != "second" || !another(&c))
	})
}

// floors are the figures that must not fall: of each language and of all, how many
// lines are exactly right and so on, and those of the other company apart. Of false
// lines it is how many there may be.
func (s *Scores) floors() map[string]int {
	out := map[string]int{}
	put := func(name string, wanted func(*Case) bool) {
		counts, _ := s.of(wanted)
		for _, m := range measures {
			if t, ok := counts[m]; ok {
				out[name+": "+string(m)] = t.Right
			}
		}
	}
	sample := func(c *Case) bool { return !another(c) }
	put("all", sample)
	for _, l := range s.keys(func(c *Case) string { return c.Lang }) {
		put(l, func(c *Case) bool { return sample(c) && c.Lang == l })
	}
	for _, g := range elsewhere {
		put(g.name, g.wanted)
	}
	if s.search != nil {
		for level, t := range s.search.counts {
			out["search: "+level] = t.Right
		}
	}
	return out
}

// Fallen compares the figures with those kept and says which are worse.
func (s *Scores) Fallen(root string) ([]string, error) {
	f, err := os.Open(filepath.Join(root, filepath.FromSlash(recordFile)))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	now := s.floors()
	var out []string
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		i := strings.LastIndex(lines.Text(), " ")
		if i < 0 || strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		name, was := lines.Text()[:i], 0
		if _, err := fmt.Sscan(lines.Text()[i:], &was); err != nil {
			return nil, fmt.Errorf("%s: %q: %w", recordFile, lines.Text(), err)
		}
		less := now[name] < was
		if strings.HasSuffix(name, string(falseLines)) {
			less = now[name] > was
		}
		if less {
			out = append(out, fmt.Sprintf("%s were %d, now %d", name, was, now[name]))
		}
	}
	return out, lines.Err()
}

// Keep writes the figures where they are read and where the test finds them.
func Keep(root string, s *Scores, own, peer string, began time.Time) error {
	f := s.floors()
	names := make([]string, 0, len(f))
	for n := range f {
		names = append(names, n)
	}
	slices.Sort(names)
	var b strings.Builder
	fmt.Fprintln(&b, "# What was right when `dev eval -write` was last run; of false lines, how many there were.")
	for _, n := range names {
		fmt.Fprintf(&b, "%s %d\n", n, f[n])
	}
	if err := os.WriteFile(filepath.Join(root, filepath.FromSlash(recordFile)), []byte(b.String()), 0o644); err != nil {
		return err
	}
	return keepPage(filepath.Join(root, filepath.FromSlash(figuresFile)), own, peer, began)
}

// Marks in the page; what stands between them is written anew.
const (
	begin = "<!-- figures -->\n"
	end   = "<!-- end of figures -->\n"
)

func keepPage(path, own, peer string, began time.Time) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(raw), begin)
	old, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		return fmt.Errorf("%s has no place for figures between %q and %q", path, begin, end)
	}
	if peer == "" { // not here today: the figures of the last time stay
		_, peer, _ = strings.Cut(old, peerHead)
	}
	text := fmt.Sprintf("\nMeasured %s.\n\n## Our own cases\n\n%s%s%s", began.Format(time.DateOnly), own, peerHead, peer)
	return os.WriteFile(path, []byte(before+begin+text+end+after), 0o644)
}

const peerHead = "## A peer's cases\n\n"

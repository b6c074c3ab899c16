package local

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"salesclerk/agent/erp"
)

// publicDomains hold people of any company: sharing one means nothing.
var publicDomains = []string{"gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "live.com", "yahoo.com", "icloud.com",
	"proton.me", "protonmail.com", "gmx.net", "gmx.de", "web.de", "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "mail.dk", "jubii.dk"}

// SearchContacts ranks contacts by the mail domain (of an address among the
// words, or a word of a domain), then by words of name and company. Without words
// it is the first contacts by number. It reads all contacts; suggestions only.
func (l *Local) SearchContacts(ctx context.Context, words string, limit int) ([]erp.Contact, error) {
	v, err := l.view(ctx)
	if err != nil {
		return nil, err
	}
	q, best := queryOf(words), newTop[erp.Contact](limit)
	err = scan(ctx, v, kindContact, func(id string, c erp.Contact) error {
		best.add(q.contact(c), id, c)
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = l.store.All(ctx, kindOwnContact, func(id string, data []byte) error {
		c, err := decode[erp.Contact](data, "contact "+id)
		if err == nil {
			best.add(q.contact(c), id, c)
		}
		return err
	})
	return best.values(), err
}

// SearchCustomers ranks customers by words of number, name and city.
func (l *Local) SearchCustomers(ctx context.Context, words string, limit int) ([]erp.Customer, error) {
	v, err := l.view(ctx)
	if err != nil {
		return nil, err
	}
	q, best := queryOf(words), newTop[erp.Customer](limit)
	err = scan(ctx, v, kindCustomer, func(id string, c erp.Customer) error {
		best.add(q.words(c.Number, 50)+q.words(c.Name, 20)+q.words(c.City, 5), id, c)
		return nil
	})
	return best.values(), err
}

// query is what is looked for.
type query struct {
	tokens  []string
	domains []string
}

const maxTokens = 20

func queryOf(words string) query {
	var q query
	for _, f := range strings.Fields(strings.ToLower(words)) {
		name, domain, address := strings.Cut(strings.Trim(f, "<>,;\"'()"), "@")
		if address && len(q.domains) < maxTokens && !slices.Contains(publicDomains, domain) {
			q.domains = append(q.domains, domain)
		}
		q.tokens = append(q.tokens, tokens(name)...)
	}
	q.tokens = q.tokens[:min(len(q.tokens), maxTokens)]
	return q
}

func tokens(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func (q query) all() bool { return len(q.tokens)+len(q.domains) == 0 }

// contact scores a contact; 0 is no match.
func (q query) contact(c erp.Contact) int {
	score := q.words(c.Number, 50) + q.words(c.Name, 20) + q.words(c.Company, 15)
	for _, a := range c.Emails {
		_, domain, _ := strings.Cut(strings.ToLower(a), "@")
		if slices.Contains(q.domains, domain) {
			return score + 100
		}
		if !slices.Contains(publicDomains, domain) {
			label, _, _ := strings.Cut(domain, ".")
			score += q.words(label, 10)
		}
	}
	return score
}

// words scores a text: full for a word that is the same, half for a beginning.
func (q query) words(text string, full int) int {
	if q.all() {
		return 1
	}
	score, have := 0, tokens(text)
	for _, t := range q.tokens {
		switch {
		case slices.Contains(have, t):
			score += full
		case len(t) > 1 && slices.ContainsFunc(have, func(h string) bool { return strings.HasPrefix(h, t) }):
			score += full / 2
		}
	}
	return score
}

// top keeps the best few of many.
type top[T any] struct {
	limit int
	list  []scored[T]
}

type scored[T any] struct {
	score int
	id    string
	val   T
}

const maxFound = 100

func newTop[T any](limit int) *top[T] { return &top[T]{limit: min(max(limit, 1), maxFound)} }

func (t *top[T]) add(score int, id string, val T) {
	if score == 0 || slices.ContainsFunc(t.list, func(s scored[T]) bool { return s.id == id }) {
		return
	}
	x := scored[T]{score, id, val}
	i, _ := slices.BinarySearchFunc(t.list, x, func(a, b scored[T]) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.id, b.id))
	})
	if i >= t.limit {
		return
	}
	t.list = slices.Insert(t.list, i, x)
	t.list = t.list[:min(len(t.list), t.limit)]
}

func (t *top[T]) values() []T {
	out := make([]T, len(t.list))
	for i, x := range t.list {
		out[i] = x.val
	}
	return out
}

package local

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"salesclerk/agent/erp"
)

// keptKeys is how many of a document's last updates are known by their key.
const keptKeys = 100

var errStore = errors.New("the store refuses every write")

// CreateQuote makes a quote once per key, also when two run at once. If the
// program dies on the way there is no quote; its number may stay unused.
func (l *Local) CreateQuote(ctx context.Context, key string, in erp.DocumentInput) (erp.Document, error) {
	for range tries {
		if n, err := l.made(ctx, "quote", key); err != nil || n != "" {
			return l.existing(ctx, erp.Quote, n, err)
		}
		v, err := l.view(ctx)
		if err != nil {
			return erp.Document{}, err
		}
		s, err := l.build(ctx, v, in, nil)
		if err != nil {
			return erp.Document{}, fmt.Errorf("make a quote: %w", err)
		}
		s.Doc.Kind, s.Doc.Key = erp.Quote, key
		if s.Doc.Number, err = l.number(ctx, "quote", l.opts.QuotePrefix); err != nil {
			return erp.Document{}, err
		}
		ok, err := l.store.Commit(ctx, []Write{
			keyWrite("quote", key, s.Doc.Number),
			{Kind: kindQuote, ID: s.Doc.Number, Data: s.bytes()},
		})
		if err != nil || ok {
			return s.Doc, wrap(err, "make quote "+s.Doc.Number)
		}
	}
	return erp.Document{}, errStore
}

func wrap(err error, doing string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}

func keyWrite(what, key, number string) Write {
	return Write{Kind: kindKey, ID: what + ":" + key, Data: encode(number)}
}

// made is the number of what was made for a key, or "".
func (l *Local) made(ctx context.Context, what, key string) (string, error) {
	if key == "" {
		return "", errors.New("the back office makes nothing without a key")
	}
	data, _, err := l.store.Get(ctx, kindKey, what+":"+key)
	if err != nil || data == nil {
		return "", wrap(err, "look for what was made before")
	}
	return decode[string](data, "the key "+key)
}

func (l *Local) existing(ctx context.Context, kind erp.Kind, number string, err error) (erp.Document, error) {
	if err != nil {
		return erp.Document{}, err
	}
	return l.Document(ctx, kind, number)
}

func (l *Local) number(ctx context.Context, counter, prefix string) (string, error) {
	n, err := l.store.Next(ctx, counter, l.opts.FirstNumber)
	if err != nil {
		return "", fmt.Errorf("take the next number of a %s: %w", counter, err)
	}
	return prefix + strconv.FormatInt(n, 10), nil
}

// bytes is the stored form, with the next version.
func (s *stored) bytes() []byte {
	s.Ver++
	s.Doc.Version = strconv.FormatInt(s.Ver, 10)
	return encode(s)
}

// UpdateQuote replaces header and lines of a quote that is no order yet.
func (l *Local) UpdateQuote(ctx context.Context, key, number, version string, in erp.DocumentInput) (erp.Document, error) {
	d, err := l.update(ctx, erp.Quote, key, number, version, in)
	return d, wrap(err, "change quote "+number)
}

// UpdateOrder replaces header and lines of an order.
func (l *Local) UpdateOrder(ctx context.Context, key, number, version string, in erp.DocumentInput) (erp.Document, error) {
	d, err := l.update(ctx, erp.Order, key, number, version, in)
	return d, wrap(err, "change order "+number)
}

func (l *Local) update(ctx context.Context, kind erp.Kind, key, number, version string, in erp.DocumentInput) (erp.Document, error) {
	for range tries {
		was, rev, err := l.stored(ctx, kind, number)
		if err != nil {
			return erp.Document{}, err
		}
		if key != "" && slices.Contains(was.Keys, key) {
			return was.Doc, nil
		}
		if err := changeable(was, version); err != nil {
			return erp.Document{}, err
		}
		now, err := l.rebuilt(ctx, was, key, in)
		if err != nil {
			return erp.Document{}, err
		}
		writes := []Write{{Kind: string(kind), ID: number, Base: rev, Data: now.bytes()}}
		if kind == erp.Order {
			more, err := l.follow(ctx, was, now)
			if err != nil {
				return erp.Document{}, err
			}
			writes = append(writes, more...)
		}
		if ok, err := l.store.Commit(ctx, writes); err != nil || ok {
			return now.Doc, err
		}
	}
	return erp.Document{}, errStore
}

func changeable(s *stored, version string) error {
	if s.Doc.Ordered != "" {
		return fmt.Errorf("it is already order %s: %w", s.Doc.Ordered, erp.ErrRefused)
	}
	if s.Doc.Version != version {
		return fmt.Errorf("version %s is now %s: %w", version, s.Doc.Version, erp.ErrChanged)
	}
	return nil
}

func (l *Local) rebuilt(ctx context.Context, was *stored, key string, in erp.DocumentInput) (*stored, error) {
	v, err := l.view(ctx)
	if err != nil {
		return nil, err
	}
	now, err := l.build(ctx, v, in, was)
	if err != nil {
		return nil, err
	}
	if key != "" {
		now.Keys = append(slices.Clone(was.Keys), key)
		now.Keys = now.Keys[max(0, len(now.Keys)-keptKeys):]
	}
	return now, nil
}

// Document is a quote or order as it stands.
func (l *Local) Document(ctx context.Context, kind erp.Kind, number string) (erp.Document, error) {
	s, _, err := l.stored(ctx, kind, number)
	if err != nil {
		return erp.Document{}, err
	}
	return s.Doc, nil
}

func (l *Local) stored(ctx context.Context, kind erp.Kind, number string) (*stored, int64, error) {
	if kind != erp.Quote && kind != erp.Order {
		return nil, 0, fmt.Errorf("document kind %q: %w", kind, erp.ErrNotFound)
	}
	data, rev, err := l.store.Get(ctx, string(kind), number)
	if err != nil {
		return nil, 0, fmt.Errorf("read %s %s: %w", kind, number, err)
	}
	if data == nil {
		return nil, 0, fmt.Errorf("%s %q: %w", kind, number, erp.ErrNotFound)
	}
	s, err := decode[stored](data, string(kind)+" "+number)
	return &s, rev, err
}

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"text/tabwriter"
	"time"

	"salesclerk/agent/alias"
	"salesclerk/agent/erp"
	"salesclerk/agent/history"
	"salesclerk/agent/reader"
)

type aliasesCommand struct {
	List   aliasesList   `cmd:"" help:"What customers' words mean, as people taught it."`
	Add    aliasesAdd    `cmd:"" help:"Remember what a customer's words mean."`
	Forget aliasesForget `cmd:"" help:"Forget words of a customer, or all of them."`
}

// knowing is a desk's reader with what is known of its customers: what is
// remembered for them, and what they ordered before.
func (p *program) knowing(over func(reader.Items) reader.Reader) reader.Reader {
	return &alias.Reader{Book: p.aliases(), Items: p.index, Office: p.office, Over: func(items reader.Items) reader.Reader {
		return &history.Reader{Items: items, Office: p.office, Over: over}
	}}
}

func (p *program) aliases() alias.Book {
	return alias.Book{Shelf: p.client.Records(p.config.Office.Name)}
}

// withBook opens the program for a command about what is remembered.
func (f configFlag) withBook(ctx context.Context, std streams, do func(*program, alias.Book) error) error {
	p, err := f.open(ctx, logger(std.err, false, slog.LevelWarn))
	if err != nil {
		return err
	}
	defer p.close()
	return do(p, p.aliases())
}

type aliasesList struct {
	configFlag
	Customer string `help:"Only of this customer (number)."`
	JSON     bool   `help:"One JSON object a line." name:"json"`
}

// Run prints what is remembered.
func (c *aliasesList) Run(ctx context.Context, std streams) error {
	return c.withBook(ctx, std, func(p *program, b alias.Book) error {
		customers := []string{c.Customer}
		if c.Customer == "" {
			var err error
			if customers, err = p.client.Records(p.config.Office.Name).AliasCustomers(ctx); err != nil {
				return err
			}
		}
		w := tabwriter.NewWriter(std.out, 2, 8, 2, ' ', 0)
		if !c.JSON {
			fmt.Fprintln(w, "CUSTOMER\tWORDS\tITEM\tVARIANT\tUNIT\tBY\tSINCE")
		}
		for _, customer := range customers {
			list, err := b.Of(ctx, customer)
			if err == nil && len(list) == 0 {
				_, err = p.office.Customer(ctx, customer)
				err = unknownTo("customer", customer, err)
			}
			if err != nil {
				return err
			}
			for _, a := range list {
				if err := c.print(std, w, a); err != nil {
					return err
				}
			}
		}
		return w.Flush()
	})
}

func (c *aliasesList) print(std streams, w *tabwriter.Writer, a alias.Alias) error {
	if c.JSON {
		return writeJSON(std, a)
	}
	unit := oneLine(a.Unit, 12)
	if a.Said != "" && unit != "" {
		unit = oneLine(a.Said, 12) + " = " + unit
	}
	_, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", oneLine(a.Customer, 20), oneLine(a.Words, 60), oneLine(a.Item, 30), oneLine(a.Variant, 20),
		unit, oneLine(a.Name, 30), a.At.UTC().Format("2006-01-02 15:04"))
	return err
}

type aliasesAdd struct {
	configFlag
	Customer string `arg:"" help:"The customer's number."`
	Words    string `arg:"" help:"The words, as the customer writes them."`
	Item     string `arg:"" help:"The item's number."`
	Variant  string `help:"The item's variant."`
	Unit     string `help:"The unit that is meant (code)."`
	Said     string `help:"Only where the customer says this unit; without it, where none is said."`
}

// Run remembers an alias that holds.
func (c *aliasesAdd) Run(ctx context.Context, std streams) error {
	return c.withBook(ctx, std, func(p *program, b alias.Book) error {
		if err := c.check(ctx, p.office); err != nil {
			return err
		}
		who := operator()
		a := alias.Alias{Customer: c.Customer, Words: c.Words, Item: c.Item, Variant: c.Variant, Said: c.Said, Unit: c.Unit,
			By: who.ID, Name: who.Name, At: time.Now()}
		if err := b.Put(ctx, a); err != nil {
			return err
		}
		fmt.Fprintf(std.out, "For customer %s, “%s” is %s from now on.\n", c.Customer, oneLine(c.Words, 60), c.Item)
		return nil
	})
}

func (c *aliasesAdd) check(ctx context.Context, office erp.System) error {
	if _, err := office.Customer(ctx, c.Customer); err != nil {
		return unknownTo("customer", c.Customer, err)
	}
	item, err := office.Item(ctx, c.Item)
	if err != nil {
		return unknownTo("item", c.Item, err)
	}
	return alias.Alias{Item: c.Item, Variant: c.Variant, Unit: c.Unit}.Check(item)
}

func unknownTo(what, number string, err error) error {
	if errors.Is(err, erp.ErrNotFound) {
		return fmt.Errorf("there is no %s %s", what, number)
	}
	return err
}

type aliasesForget struct {
	configFlag
	Customer string `arg:"" help:"The customer's number."`
	Words    string `arg:"" optional:"" help:"The words."`
	All      bool   `help:"All that is remembered for the customer, for ever."`
	Yes      bool   `help:"Do not ask." short:"y"`
}

// Run forgets an alias, or all of a customer.
func (c *aliasesForget) Run(ctx context.Context, std streams) error {
	if (c.Words == "") != c.All {
		return usageError{errors.New("say which words to forget, or --all")}
	}
	return c.withBook(ctx, std, func(p *program, b alias.Book) error {
		if !c.All {
			return c.one(ctx, std, b)
		}
		if list, err := b.Of(ctx, c.Customer); err != nil {
			return err
		} else if len(list) == 0 {
			return fmt.Errorf("nothing is remembered for customer %s; see salesclerk aliases list", c.Customer)
		}
		if !c.Yes && !ask(std, fmt.Sprintf("Forget all words of customer %s for ever?", c.Customer)) {
			return errors.New("nothing is forgotten")
		}
		if err := p.client.Records(p.config.Office.Name).DropAliases(ctx, c.Customer); err != nil {
			return err
		}
		fmt.Fprintf(std.out, "Nothing is remembered for customer %s any more.\n", c.Customer)
		return nil
	})
}

func (c *aliasesForget) one(ctx context.Context, std streams, b alias.Book) error {
	list, err := b.Of(ctx, c.Customer)
	if err != nil {
		return err
	}
	for _, a := range list {
		if alias.Key(a.Words, nil) == alias.Key(c.Words, nil) {
			if err := b.Forget(ctx, c.Customer, c.Words, time.Now()); err != nil {
				return err
			}
			fmt.Fprintf(std.out, "“%s” is forgotten.\n", oneLine(c.Words, 60))
			return nil
		}
	}
	return fmt.Errorf("“%s” is not remembered for customer %s; see salesclerk aliases list", oneLine(c.Words, 60), c.Customer)
}

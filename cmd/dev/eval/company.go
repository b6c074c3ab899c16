package eval

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Company is what cases need to know of a data folder: who writes for a customer,
// and which items, variants, units and addresses there are.
type Company struct {
	data      string            // its folder, as `read --data` takes it; "" for the program's own, the sample
	base      map[string]string // item: its base unit
	units     map[string]bool   // item unit
	codes     map[string]bool   // units at all
	variants  map[string]string // item/variant: its name
	senders   map[string]string // customer: an address that is nobody else's
	addresses map[string]bool   // customer code
	home      string            // where mails go
}

// another says whether a case is about another company than the sample.
func another(c *Case) bool { return c.Company != nil && c.Company.data != "" }

// LoadCompany reads a data folder.
func LoadCompany(dir string) (*Company, error) {
	c := &Company{base: map[string]string{}, units: map[string]bool{}, codes: map[string]bool{}, variants: map[string]string{},
		senders: map[string]string{}, addresses: map[string]bool{}}
	owners := map[string]int{}
	for _, f := range []struct {
		name string
		put  func(r map[string]string)
	}{
		{"company.csv", func(r map[string]string) { c.home = r["email"] }},
		{"units.csv", func(r map[string]string) { c.codes[r["code"]] = true }},
		{"items.csv", func(r map[string]string) {
			c.base[r["number"]] = r["base_unit"]
			c.units[r["number"]+" "+r["base_unit"]] = true
		}},
		{"item_units.csv", func(r map[string]string) { c.units[r["item"]+" "+r["unit"]] = true }},
		{"variants.csv", func(r map[string]string) { c.variants[r["item"]+"/"+r["code"]] = r["description"] }},
		{"addresses.csv", func(r map[string]string) { c.addresses[r["customer"]+" "+r["code"]] = true }},
		{"contacts.csv", func(r map[string]string) { owners[strings.ToLower(r["email"])]++ }},
		{"contacts.csv", func(r map[string]string) {
			if c.senders[r["customer"]] == "" && owners[strings.ToLower(r["email"])] == 1 {
				c.senders[r["customer"]] = r["name"] + " <" + r["email"] + ">"
			}
		}},
	} {
		if err := eachRow(filepath.Join(dir, f.name), f.put); err != nil {
			return nil, err
		}
	}
	delete(c.senders, "")
	return c, nil
}

// eachRow gives the rows of a CSV file by column; a file that is not there has none.
func eachRow(path string, put func(map[string]string)) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	all, err := r.ReadAll()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for i, rec := range all {
		if i == 0 {
			continue
		}
		m := map[string]string{}
		for k, h := range all[0] {
			if k < len(rec) {
				m[strings.TrimPrefix(h, "\ufeff")] = rec[k]
			}
		}
		put(m)
	}
	return nil
}

// Check says what a case takes for granted that the company does not have.
func (co *Company) Check(c *Case) error {
	n := c.Head["customer"]
	if n != "" && co.senders[n] == "" {
		return fmt.Errorf("nobody writes for customer %s", n)
	}
	if s := c.Truth.ShipTo; s != "" && s != notJudged && !strings.HasPrefix(s, `"`) && !co.addresses[n+" "+s] {
		return fmt.Errorf("customer %s has no address %s", n, s)
	}
	offered, err := c.Offered()
	if err != nil {
		return err
	}
	for _, l := range append(offered, c.Lines...) {
		if err := co.checkLine(l); err != nil {
			return fmt.Errorf("line %s: %w", l, err)
		}
	}
	return nil
}

func (co *Company) checkLine(l Line) error {
	if l.Unit != "" && !co.codes[l.Unit] && l.Unit != "L" {
		return fmt.Errorf("there is no unit %s", l.Unit)
	}
	for _, name := range l.Items {
		number, variant, _ := strings.Cut(name, "/")
		if _, ok := co.base[number]; !ok {
			return fmt.Errorf("there is no item %s", number)
		}
		if variant != "" && variant != "*" && co.variants[name] == "" {
			return fmt.Errorf("there is no variant %s", name)
		}
	}
	return nil
}

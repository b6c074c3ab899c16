package data

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/erp"
)

func history(t *testing.T, rows string) *Dataset {
	t.Helper()
	f := small()
	f["items.csv"].Data = []byte("number,description,base_unit,price\nA1,Bolt,PCS,1.50\nA2,Nut,PCS,2\n")
	f["customers.csv"].Data = []byte("number,name,currency\nC1,Nordlys,EUR\nC2,Holm,EUR\n")
	f["history.csv"] = folderOf(map[string]string{"history": "customer,item,date,quantity,variant,order\n" + rows})["history.csv"]
	set, err := LoadFS(context.Background(), f, nil)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestHistoryKeepsTheLastTime(t *testing.T) {
	set := history(t, "C1,A1,2026-01-05,10,,SO-7\nC1,A1,2026-03-05,2,,SO-9\nC1,A2,2026-02-01,,RED,\nC1,A2,2026-02-01,1,,\n"+
		"C2,A2,2025-12-24,3,,\nC2,A1,2026-04-01,-3,,\nC2,A1,2026-04-01,0,,\nC2,GONE,2026-01-01,1,,\nGONE,A1,2026-01-01,1,,\n")
	want := map[string][]erp.Purchase{
		"C1": {{Item: "A1", Date: "2026-03-05", Order: "SO-9"}, {Item: "A2", Date: "2026-02-01"}, {Item: "A2", Variant: "RED", Date: "2026-02-01"}},
		"C2": {{Item: "A2", Date: "2025-12-24"}},
	}
	if d := cmp.Diff(want, set.History); d != "" {
		t.Error(d)
	}
	last := set.Warnings
	if !strings.Contains(fmt.Sprint(last), "2 lines name a customer or an item that is not there") {
		t.Errorf("nobody is told of what is gone: %v", last)
	}
}

func TestHistoryIsBounded(t *testing.T) {
	var rows strings.Builder
	for i := range MaxHistory + 20 {
		fmt.Fprintf(&rows, "C1,A1,2026-01-%02d,1,V%d,\n", 1+i%28, i)
	}
	list := history(t, rows.String()).History["C1"]
	if len(list) != MaxHistory || list[0].Date != "2026-01-28" {
		t.Errorf("%d are kept, the first of %s", len(list), list[0].Date)
	}
}

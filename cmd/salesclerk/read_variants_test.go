package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// TestReadAsksForVariants reads an answer that names but a colour: the desk would have
// asked for it, as the item is sold in no other way.
func TestReadAsksForVariants(t *testing.T) {
	const head = "From: Line <line.mosegaard@brohoej-maskinfabrik.example>\nTo: sales@lyngvang.example\nDate: Sat, 21 Nov 2026 10:00:00 +0100\n"
	args := []string{"read", "--json"}
	dir := t.TempDir()
	for _, m := range [][2]string{
		{"a.eml", head + "Subject: Quote\nMessage-ID: <v1@b.example>\n\nPlease quote 6 x LV-1901.\n"},
		{"b.eml", head + "Subject: Re: Quote\nMessage-ID: <v2@b.example>\nIn-Reply-To: <v1@b.example>\n\nThe yellow ones, please.\n"},
	} {
		file := filepath.Join(dir, m[0])
		if err := os.WriteFile(file, []byte(m[1]), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	var out bytes.Buffer
	if err := inProcess(t.Context(), args, &out); err != nil {
		t.Fatal(err)
	}
	answers := bytes.Split(bytes.TrimSpace(out.Bytes()), []byte("\n"))
	var a struct {
		Lines []struct {
			Quantity string
			Items    []struct{ Number, Variant string }
		}
	}
	if err := json.Unmarshal(answers[len(answers)-1], &a); err != nil {
		t.Fatal(err)
	}
	if len(a.Lines) != 1 || a.Lines[0].Quantity != "6" || len(a.Lines[0].Items) != 1 || a.Lines[0].Items[0].Variant != "YEL" {
		t.Errorf("read as %s", answers[len(answers)-1])
	}
}

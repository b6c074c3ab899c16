package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// component is a program of other people that tests run.
type component struct {
	programs []string // any of them will do; a name or a path
	pkg      string   // Debian's package
	without  string   // what is not tested without it
}

var components = []component{
	{[]string{"redis-server"}, "redis-server", "the store against a real Redis, its faults and its restarts"},
	{[]string{"dovecot", "/usr/sbin/dovecot"}, "dovecot-imapd", "the mailbox against a real IMAP server"},
	{[]string{"smtpd", "/usr/sbin/smtpd"}, "opensmtpd", "sending through a real SMTP server"},
	{[]string{"chromium", "chromium-browser", "google-chrome"}, "chromium", "the local page in a browser, and pictures of cards"},
	{[]string{"node"}, "nodejs", "cards against the types and renderers of Slack and Teams, and the benchmarks' peers in JavaScript (drawing and those want 20.19 or newer)"},
	{[]string{"npm"}, "npm", "the same: npm fetches those packages, in fixed versions, into the user's cache"},
	{[]string{"initdb", "/usr/lib/postgresql/15/bin/initdb", "/usr/lib/postgresql/16/bin/initdb", "/usr/lib/postgresql/17/bin/initdb", "/usr/lib/postgresql/18/bin/initdb"}, "postgresql", "item search beside PostgreSQL, in the benchmarks"},
	{[]string{"pdftotext"}, "poppler-utils", "the words of our PDFs as another program reads them"},
	{[]string{"tesseract"}, "tesseract-ocr", "reading scans and photographs of orders"},
	{[]string{"/usr/share/tesseract-ocr/5/tessdata/dan.traineddata", "/usr/share/tesseract-ocr/4.00/tessdata/dan.traineddata"}, "tesseract-ocr-dan", "the same in Danish"},
	{[]string{"/usr/share/tesseract-ocr/5/tessdata/fra.traineddata", "/usr/share/tesseract-ocr/4.00/tessdata/fra.traineddata"}, "tesseract-ocr-fra", "the same in French"},
	{[]string{"/usr/share/tesseract-ocr/5/tessdata/deu.traineddata", "/usr/share/tesseract-ocr/4.00/tessdata/deu.traineddata"}, "tesseract-ocr-deu", "the same in German"},
	{[]string{"/usr/share/zoneinfo/Europe/Copenhagen"}, "tzdata", "times in zones other than UTC"},
}

// raceComponent is wanted by the race detector alone.
var raceComponent = component{[]string{"gcc", "cc", "clang"}, "gcc", "data races: the detector needs a C compiler"}

func (c component) there() bool {
	for _, p := range c.programs {
		if _, err := exec.LookPath(p); err == nil {
			return true
		}
		if strings.HasPrefix(p, "/") {
			if _, err := os.Stat(p); err == nil {
				return true
			}
		}
	}
	return false
}

func missing(list []component) []component {
	var out []component
	for _, c := range list {
		if !c.there() {
			out = append(out, c)
		}
	}
	return out
}

// provide installs what is missing where that is allowed and says in a sentence
// each what is still missing. In CI that is an error.
func provide(ctx context.Context, list []component, std streams) error {
	absent := missing(list)
	if len(absent) == 0 {
		return nil
	}
	if mayInstall() {
		if err := install(ctx, absent, std); err != nil {
			fmt.Fprintf(std.err, "dev: %v\n", err)
		}
		absent = missing(list)
	}
	for _, c := range absent {
		fmt.Fprintf(std.out, "Not tested: %s (%s is not installed; Debian's package is %s).\n", c.without, c.programs[0], c.pkg)
	}
	if len(absent) > 0 && inCI() {
		return fmt.Errorf("%d components are missing, which CI=true does not allow", len(absent))
	}
	return nil
}

// mayInstall is true for root on Debian and its kin.
func mayInstall() bool {
	_, err := exec.LookPath("apt-get")
	_, debian := os.Stat("/etc/debian_version")
	return err == nil && debian == nil && os.Geteuid() == 0
}

// install fetches packages one by one, so that one that does not exist here does
// not keep the others away.
func install(ctx context.Context, list []component, std streams) error {
	allow, err := withoutServices()
	if err != nil {
		return err
	}
	defer allow()
	if err := aptGet(ctx, std, "update"); err != nil {
		return fmt.Errorf("apt-get update: %w", err)
	}
	var all error
	for _, c := range list {
		fmt.Fprintf(std.out, "Installing %s.\n", c.pkg)
		if err := aptGet(ctx, std, "install", "-y", "--no-install-recommends", c.pkg); err != nil {
			all = errors.Join(all, fmt.Errorf("installing %s: %w", c.pkg, err))
		}
	}
	return all
}

func aptGet(ctx context.Context, std streams, args ...string) error {
	c := command(ctx, "/", "apt-get", append([]string{"-q", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"}, args...)...)
	c.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	out, err := c.CombinedOutput()
	if err != nil {
		_, _ = std.err.Write(out)
	}
	return err
}

// policy is where Debian's packages ask whether they may start their service.
const policy = "/usr/sbin/policy-rc.d"

// withoutServices keeps installed servers from starting, until the function it
// returns is called. A policy that is there already is left alone.
func withoutServices() (restore func(), err error) {
	f, err := os.OpenFile(policy, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o755)
	if errors.Is(err, os.ErrExist) {
		return func() {}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("keeping installed servers from starting: %w", err)
	}
	_, err = f.WriteString("#!/bin/sh\nexit 101\n")
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(policy)
		return nil, fmt.Errorf("keeping installed servers from starting: %w", err)
	}
	return func() { _ = os.Remove(policy) }, nil
}

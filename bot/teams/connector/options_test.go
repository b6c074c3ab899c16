package connector

import (
	"context"
	"testing"

	"salesclerk/bot/intake"
)

func TestOptions(t *testing.T) {
	full := Options{AppID: appID, Secret: "s", Tenant: tenant}
	edit := func(f func(*Options)) Options { o := full; f(&o); return o }
	for name, c := range map[string]struct {
		o    Options
		want string
	}{
		"complete":            {full, ""},
		"insecure":            {Options{Insecure: true}, ""},
		"nothing":             {Options{}, "teams: the app id is missing"},
		"blank app id":        {edit(func(o *Options) { o.AppID = " " }), "teams: the app id is missing"},
		"no secret":           {edit(func(o *Options) { o.Secret = "" }), "teams: the secret is missing"},
		"no tenant":           {edit(func(o *Options) { o.Tenant = "" }), "teams: the tenant is missing"},
		"insecure and secret": {Options{Insecure: true, Secret: "s"}, "teams: the insecure switch is for development without credentials: remove it, or the app id and the secret"},
		"insecure and app id": {Options{Insecure: true, AppID: appID}, "teams: the insecure switch is for development without credentials: remove it, or the app id and the secret"},
		"plain token address": {edit(func(o *Options) { o.TokenURL = "http://login.example/token" }), "teams: the token address must begin with https://"},
		"plain metadata":      {edit(func(o *Options) { o.MetadataURL = "http://login.example/" }), "teams: the metadata address must begin with https://"},
		"local metadata":      {edit(func(o *Options) { o.MetadataURL = "http://127.0.0.1:1/" }), ""},
		"no address":          {edit(func(o *Options) { o.MetadataURL = "login" }), "teams: the metadata address is no address"},
	} {
		t.Run(name, func(t *testing.T) {
			_, one := NewClient(c.o)
			_, two := NewHTTP(c.o, func(context.Context, Request) (Answer, error) { return Answer{}, nil }, intake.New(intake.Options{}))
			for _, err := range []error{one, two} {
				if got := text(err); got != c.want {
					t.Errorf("%q, want %q", got, c.want)
				}
			}
		})
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestAllowedHosts(t *testing.T) {
	public, err := Options{AppID: appID, Secret: "s", Tenant: tenant}.complete()
	if err != nil {
		t.Fatal(err)
	}
	own := public
	own.Hosts = []string{"*.example.org", "127.0.0.1:3979", "smba.example.net"}
	loose := Options{Insecure: true}
	for url, want := range map[string][3]bool{ // public, own, insecure
		"https://smba.trafficmanager.net/emea/":              {true, false, false},
		"https://SMBA.trafficmanager.net/emea":               {true, false, false},
		"https://smba.trafficmanager.net:443/":               {true, false, false},
		"https://smba.trafficmanager.net:8443/":              {false, false, false},
		"http://smba.trafficmanager.net/emea/":               {false, false, false},
		"https://smba.infra.gcc.teams.microsoft.com/":        {true, false, false},
		"https://smba.trafficmanager.net.evil.example/":      {false, false, false},
		"https://evil.example/smba.trafficmanager.net":       {false, false, false},
		"https://smba.trafficmanager.net@evil.example/":      {false, false, false},
		"https://evil.example#smba.trafficmanager.net":       {false, false, false},
		"https://evil.example?smba.trafficmanager.net":       {false, false, false},
		"https://a.trafficmanager.net/":                      {false, false, false},
		"https://smba.trafficmanager.net/emea/?x=1":          {false, false, false},
		`https://smba.trafficmanager.net\@evil.example/`:     {false, false, false},
		"https://x.example.org/":                             {false, true, false},
		"https://x.y.example.org/":                           {false, true, false},
		"https://example.org/":                               {false, false, false},
		"https://badexample.org/":                            {false, false, false},
		"https://smba.example.net/":                          {false, true, false},
		"http://127.0.0.1:3979/":                             {false, true, true},
		"https://127.0.0.1:3979/":                            {false, true, true},
		"http://127.0.0.1:3980/":                             {false, false, true},
		"http://localhost:3979/":                             {false, false, true},
		"http://[::1]:3979/":                                 {false, false, true},
		"http://127.0.0.1.evil.example/":                     {false, false, false},
		"file:///etc/passwd":                                 {false, false, false},
		"smba.trafficmanager.net":                            {false, false, false},
		"":                                                   {false, false, false},
		"https://":                                           {false, false, false},
		"https://smba.trafficmanager.net%2eevil.example/x":   {false, false, false},
		"https://smba.infra.gov.teams.microsoft.us/":         {false, false, false},
		"https://smba.onyx.prod.teams.trafficmanager.net/x/": {true, false, false},
	} {
		for i, o := range []Options{public, own, loose} {
			if got := o.allowed(url); got != want[i] {
				t.Errorf("%s, options %d: %v", url, i, got)
			}
		}
	}
}

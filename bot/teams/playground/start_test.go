package playground_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"

	"salesclerk/bot/teams/playground"
)

// TestLoopbackOnly asks the machine's other addresses, too.
func TestLoopbackOnly(t *testing.T) {
	_, p := start(t)
	_, port, err := net.SplitHostPort(strings.TrimPrefix(p.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, a := range addresses {
		ip, is := a.(*net.IPNet)
		if !is || ip.IP.IsLoopback() || ip.IP.IsLinkLocalUnicast() {
			continue
		}
		asked++
		if c, err := net.Dial("tcp", net.JoinHostPort(ip.IP.String(), port)); err == nil {
			c.Close()
			t.Errorf("the Playground listens on %s", ip.IP)
		}
	}
	if asked == 0 {
		t.Skip("the machine has no other address")
	}
}

// TestBetween has something stand between the bot and the Playground.
func TestBetween(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	var mu sync.Mutex
	var target *url.URL
	passed := 0
	between := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		mu.Lock()
		defer mu.Unlock()
		passed++
		r.SetURL(target)
	}})
	t.Cleanup(between.Close)
	b := newBot(t)
	mu.Lock() // until the Playground stands nothing passes
	p := playground.Start(t, b.server.URL+"/api/messages", playground.Options{ServiceURL: between.URL})
	var err error
	target, err = url.Parse(p.Connector())
	mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	anna := p.Page(playground.People[0])
	anna.Say("hello")
	anna.Wait("You said hello")
	mu.Lock()
	defer mu.Unlock()
	if passed != 1 {
		t.Errorf("%d calls passed", passed)
	}
}

// TestNothingThere is a bot that does not listen: the Playground stands all the same.
func TestNothingThere(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the Playground")
	}
	p := playground.Start(t, "http://127.0.0.1:1/api/messages", playground.Options{})
	res, err := http.Get(p.URL + "/_debug/ping")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	for _, who := range playground.People {
		if !strings.HasPrefix(who.Config(), "teams:"+playground.Tenant+"/") || who.Name == "" {
			t.Errorf("%+v", who)
		}
	}
}

package realtest

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"salesclerk/store/redistest"
)

// few are points that a short run tries: each kind of effect outside, on both
// sides of what must not happen twice.
var few = map[string]bool{
	"before_redis_write_1": true, "after_redis_write_1": true, "before_imap_store_1": true, "after_redis_commit_1": true, "after_redis_write_9": true,
	"before_redis_offered_1": true, "after_redis_offered_1": true, "before_smtp_dot_1": true, "after_smtp_dot_1": true, "after_redis_sent_1": true,
	"after_imap_append_1": true, "after_redis_commit_2": true,
}

// budget bounds the test; what was not tried is told. SALESCLERK_KILL_ALL=1 tries
// every point, however long it takes.
func budget() time.Duration {
	if os.Getenv("SALESCLERK_KILL_ALL") != "" {
		return time.Hour
	}
	return 90 * time.Second
}

// TestKilledAnywhere lets the story run once and writes down what passes between
// the program and its servers; then, for each of these points, lets it run anew
// and kills the program there.
func TestKilledAnywhere(t *testing.T) {
	const most = 400
	users := []string{"first"}
	for i := range most {
		users = append(users, fmt.Sprintf("k%d", i))
	}
	g := &graveyard{servers: start(t, users...), names: scripts(t)}
	for _, text := range scriptTexts(t) {
		g.redis.Do("SCRIPT", "LOAD", text)
	}
	origin := g.site(t, "first").load(t)
	g.copyKeys = officeKeys(t, g.redis, "first")
	points := g.record(t, origin)
	t.Logf("%d points", len(points))
	for name := range few {
		if !slices.ContainsFunc(points, func(p point) bool { return p.String() == name }) {
			t.Errorf("there is no point %s any more", name)
		}
	}
	// spread, so that a slow machine that does not get to the end has tried of each kind
	rand.New(rand.NewPCG(7, 7)).Shuffle(len(points), func(i, j int) { points[i], points[j] = points[j], points[i] })
	began := time.Now()
	var next atomic.Int64
	var tried atomic.Int64
	t.Run("at", func(t *testing.T) {
		for w := range 2 {
			t.Run(fmt.Sprint(w), func(t *testing.T) {
				t.Parallel()
				for i := int(next.Add(1) - 1); i < len(points) && i < most; i = int(next.Add(1) - 1) {
					if testing.Short() && !few[points[i].String()] || time.Since(began) > budget() {
						continue
					}
					tried.Add(1)
					t.Run(points[i].String(), func(t *testing.T) { g.bury(t, fmt.Sprintf("k%d", i), points[i]) })
				}
			})
		}
	})
	t.Logf("killed at %d of %d points in %s", tried.Load(), len(points), time.Since(began).Round(time.Second))
}

// graveyard is what all the killed programs share.
type graveyard struct {
	*servers
	names    map[string]string
	copyKeys []string
}

func scriptTexts(tb testing.TB) []string {
	tb.Helper()
	paths, err := filepath.Glob("../../../store/scripts/*.lua")
	if err != nil {
		tb.Fatal(err)
	}
	var texts []string
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			tb.Fatal(err)
		}
		texts = append(texts, string(data))
	}
	return texts
}

func officeKeys(tb testing.TB, r *redistest.Server, prefix string) []string {
	tb.Helper()
	var keys []string
	for _, k := range r.Do("KEYS", prefix+":{erp:*").([]any) {
		keys = append(keys, strings.TrimPrefix(k.(string), prefix))
	}
	return keys
}

// watched is a site whose program talks through lines.
func (g *graveyard) watched(t *testing.T, user string, x *tap) (s *site, lines []*line) {
	t.Helper()
	s = g.site(t, user)
	s.set.workers = 2
	redis := newLine(t, s.redisAt, x, redisSpeech(g.names))
	imap := newLine(t, s.imapAt, x, imapSpeech)
	smtp := newLine(t, s.smtpAt, x, smtpSpeech)
	s.redisAt, s.imapAt, s.smtpAt = redis.addr, imap.addr, smtp.addr
	s.write(t)
	return s, []*line{redis, imap, smtp}
}

// record is every point of a story without mishap.
func (g *graveyard) record(t *testing.T, origin *site) []point {
	t.Helper()
	x := &tap{}
	s, _ := g.watched(t, origin.user, x)
	p := s.run(t, "a")
	st := s.story(func() *process { return p })
	st.play(t)
	st.verify(t)
	p.end(t)
	var points []point
	for _, q := range x.seen() {
		points = append(points, q, point{q.label, q.n, true})
	}
	slices.SortFunc(points, func(a, b point) int { return strings.Compare(a.label, b.label)*1000 + a.n - b.n })
	return points
}

// bury plays the story with the program killed at the point and started again.
func (g *graveyard) bury(t *testing.T, user string, at point) {
	for _, k := range g.copyKeys {
		g.redis.Do("COPY", "first"+k, user+k)
	}
	x := &tap{at: &at}
	s, lines := g.watched(t, user, x)
	c := &crew{site: s}
	x.strike = func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.now.kill()
		for _, l := range lines {
			l.cut()
		}
		c.dead = true
	}
	c.mu.Lock()
	c.now = s.run(t, "a")
	c.mu.Unlock()
	st := s.story(func() *process { return c.living(t) })
	st.asleep = true
	st.play(t)
	st.verify(t)
	if !x.hit() {
		t.Fatalf("the point was never reached; passed: %v", x.seen())
	}
	c.living(t).kill()
}

// crew is one copy of the program, started again when it was killed.
type crew struct {
	site *site
	run  func(t *testing.T, name string) *process // nil: the site's
	mu   sync.Mutex
	now  *process
	dead bool
}

// living is the running copy.
func (c *crew) living(t *testing.T) *process {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.dead {
		run := c.run
		if run == nil {
			run = func(t *testing.T, name string) *process { return c.site.run(t, name) }
		}
		c.now, c.dead = run(t, "a"), false
	}
	return c.now
}

package store

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// Options says where Redis is. Either URL or Addrs must be given.
type Options struct {
	// URL is redis://[user:password@]host:port[/db], rediss:// for TLS, or
	// unix://[user:password@]path[?db=n]. User, password, database and TLS given
	// below win over those in it.
	URL string
	// Addrs are host:port: one server, the sentinels (with MasterName), or some
	// nodes of a cluster.
	Addrs      []string
	MasterName string // the Sentinel name of the master
	Cluster    bool   // Addrs or URL name a cluster even when only one address is given

	Username         string
	Password         string
	SentinelUsername string
	SentinelPassword string
	DB               int
	TLS              *tls.Config // nil: no TLS, or the URL's

	Prefix  string        // before every key; "" is "salesclerk:"
	Lease   time.Duration // a job not heard of for so long is given to another worker; 0 is one minute
	MaxBlob int           // bytes of one blob; 0 is 64 MB
}

// The defaults of Options.
const (
	DefaultPrefix  = "salesclerk:"
	DefaultLease   = time.Minute
	DefaultMaxBlob = 64 << 20
)

// Client is a connection to Redis. It may be used by many goroutines.
type Client struct {
	rdb      redis.UniversalClient
	prefix   string
	lease    time.Duration
	maxBlob  int
	embedded bool
}

func init() { redis.SetLogger(silence{}) }

// silence ends the library's own log: what it says comes back as errors, too.
type silence struct{}

func (silence) Printf(context.Context, string, ...any) {}

// Open makes a client. It does no network; Ping and Check do.
func Open(o Options) (*Client, error) {
	u, err := universal(o)
	if err != nil {
		return nil, err
	}
	return newClient(redis.NewUniversalClient(u), o), nil
}

func newClient(rdb redis.UniversalClient, o Options) *Client {
	c := &Client{rdb: rdb, prefix: o.Prefix, lease: o.Lease, maxBlob: o.MaxBlob}
	if c.prefix == "" {
		c.prefix = DefaultPrefix
	}
	if c.lease == 0 {
		c.lease = DefaultLease
	}
	if c.maxBlob == 0 {
		c.maxBlob = DefaultMaxBlob
	}
	return c
}

// universal turns Options into those of the Redis library.
func universal(o Options) (*redis.UniversalOptions, error) {
	u := base(o)
	if o.URL != "" {
		if len(o.Addrs) > 0 {
			return nil, errors.New("store: give either the URL or the addresses of Redis, not both")
		}
		if err := applyURL(u, o); err != nil {
			return nil, err
		}
	}
	if len(u.Addrs) == 0 {
		return nil, errors.New("store: say where Redis is: a URL such as redis://127.0.0.1:6379, or addresses")
	}
	if u.DB != 0 && (o.Cluster || len(u.Addrs) > 1 && o.MasterName == "") {
		return nil, errors.New("store: a Redis Cluster has only database 0; leave the database out")
	}
	return u, nil
}

func base(o Options) *redis.UniversalOptions {
	return &redis.UniversalOptions{
		Addrs: o.Addrs, MasterName: o.MasterName, IsClusterMode: o.Cluster,
		Username: o.Username, Password: o.Password, DB: o.DB, TLSConfig: o.TLS,
		SentinelUsername: o.SentinelUsername, SentinelPassword: o.SentinelPassword,
		ClientName: "salesclerk", DialTimeout: 5 * time.Second, DialerRetries: 1,
		ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second,
		ContextTimeoutEnabled: true, MaxRetries: 3,
		PoolSize:                 100, // a worker that waits for a job holds a connection; clicks need others
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	}
}

// applyURL fills in what the URL says and the options leave open.
func applyURL(u *redis.UniversalOptions, o Options) error {
	p, err := redis.ParseURL(o.URL)
	if err != nil {
		return errors.New("store: the URL of Redis cannot be read: write it as redis://user:password@host:port/db (rediss:// for TLS)") // the cause may hold the password
	}
	u.Addrs = []string{p.Addr}
	if p.Network == "unix" {
		u.Dialer = redis.NewDialer(p)
	}
	if u.Username == "" {
		u.Username = p.Username
	}
	if u.Password == "" {
		u.Password = p.Password
	}
	if u.DB == 0 {
		u.DB = p.DB
	}
	if u.TLSConfig == nil {
		u.TLSConfig = p.TLSConfig
	}
	return nil
}

// Ping asks Redis for an answer.
func (c *Client) Ping(ctx context.Context) error {
	return fault("reach Redis", c.rdb.Ping(ctx).Err())
}

// Close ends the connections. Closing twice is fine.
func (c *Client) Close() { _ = c.rdb.Close() }

// Desk is everything of one desk.
func (c *Client) Desk(name string) *Desk {
	return &Desk{c: c, name: name, keys: newKeys(c.prefix, name), cursor: "0-0"}
}

// String names the place without its secrets.
func (o Options) String() string {
	if len(o.Addrs) > 0 {
		return fmt.Sprint(o.Addrs)
	}
	if p, err := redis.ParseURL(o.URL); err == nil {
		return p.Addr
	}
	return "Redis"
}

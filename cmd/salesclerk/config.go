package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"salesclerk/agent/task"
)

// config is the whole of salesclerk.yaml. Zero values are the defaults that
// config_check.go names. Text may hold ${NAME}: the environment's value.
type config struct {
	Redis  redisConfig  `yaml:"redis"`
	Listen string       `yaml:"listen"` // health and metrics
	Web    webConfig    `yaml:"web"`
	Office officeConfig `yaml:"back_office"`
	Index  indexConfig  `yaml:"index"`
	Slack  slackConfig  `yaml:"slack"`
	Teams  teamsConfig  `yaml:"teams"`
	Model  modelConfig  `yaml:"model"`
	Desks  []deskConfig `yaml:"desks"`
}

type redisConfig struct {
	URL        string   `yaml:"url"`
	Addrs      []string `yaml:"addrs"`
	MasterName string   `yaml:"master_name"`
	Cluster    bool     `yaml:"cluster"`
	Username   string   `yaml:"username"`
	Password   string   `yaml:"password"`
	Prefix     string   `yaml:"prefix"`
	JobLease   duration `yaml:"job_lease"` // after so long without a word a job is given to another worker
}

type webConfig struct {
	Listen string         `yaml:"listen"` // empty: no local page
	Desk   string         `yaml:"desk"`   // empty: the first
	Hosts  []string       `yaml:"hosts"`
	People []personConfig `yaml:"people"` // who clicks there; the first unless the page says
}

type officeConfig struct {
	Kind           string `yaml:"kind"` // local
	Name           string `yaml:"name"`
	QuotePrefix    string `yaml:"quote_prefix"`
	OrderPrefix    string `yaml:"order_prefix"`
	FirstNumber    int64  `yaml:"first_number"`
	LeadDays       int    `yaml:"default_lead_days"`
	SafetyLeadDays int    `yaml:"safety_lead_days"`
	ShippingDays   int    `yaml:"shipping_offset_days"`
	SkipWeekends   bool   `yaml:"skip_weekends"`
}

type indexConfig struct {
	Dir     string   `yaml:"dir"` // empty: in memory
	Refresh duration `yaml:"refresh"`
}

type deskConfig struct {
	Name       string          `yaml:"name"`
	Lang       string          `yaml:"lang"`
	Zone       string          `yaml:"time_zone"`
	Address    string          `yaml:"address"`
	FromName   string          `yaml:"from_name"`
	Aliases    []string        `yaml:"aliases"`
	Signature  string          `yaml:"signature"`
	Mailbox    mailboxConfig   `yaml:"mailbox"`
	Sending    sendingConfig   `yaml:"sending"`
	Policy     policyConfig    `yaml:"policy"`
	Documents  documentConfig  `yaml:"documents"`
	Files      filesConfig     `yaml:"attachments"`
	DailyLimit *int            `yaml:"daily_limit"`
	Workers    int             `yaml:"workers"`
	People     []personConfig  `yaml:"people"`
	KPI        kpiConfig       `yaml:"kpi"`
	Slack      deskSlackConfig `yaml:"slack"`
	Teams      deskTeamsConfig `yaml:"teams"`
}

type serverConfig struct {
	Server     string       `yaml:"server"`   // host:port
	Security   string       `yaml:"security"` // tls, starttls, plain
	AllowPlain bool         `yaml:"allow_plain"`
	CAFile     string       `yaml:"ca_file"`
	User       string       `yaml:"user"`
	Password   string       `yaml:"password"`
	OAuth      *oauthConfig `yaml:"oauth"`
	Timeout    duration     `yaml:"timeout"`
}

type oauthConfig struct {
	ClientID     string   `yaml:"client_id"`
	ClientSecret string   `yaml:"client_secret"`
	TokenURL     string   `yaml:"token_url"`
	Scopes       []string `yaml:"scopes"`
	RefreshToken string   `yaml:"refresh_token"`
}

type mailboxConfig struct {
	Account        serverConfig `yaml:",inline"`
	Folder         string       `yaml:"folder"`
	Since          string       `yaml:"since"` // activation date, ISO
	MarkRead       bool         `yaml:"mark_read"`
	Poll           duration     `yaml:"poll"`
	NoIdle         bool         `yaml:"no_idle"`
	Lease          duration     `yaml:"lease"` // after so long without a word another copy watches
	MaxMailMB      int          `yaml:"max_mail_mb"`
	TrustedServers []string     `yaml:"trusted_servers"`
	CheckDKIM      bool         `yaml:"check_dkim"`
}

type sendingConfig struct {
	Account    serverConfig `yaml:",inline"`
	SentFolder string       `yaml:"sent_folder"` // empty: the server's own; "-": none
	Pauses     []duration   `yaml:"pauses"`
	Answer     duration     `yaml:"answer_timeout"`
}

type policyConfig struct {
	ReviewKnown      task.Review `yaml:"review_known"`
	ReviewUnknown    task.Review `yaml:"review_unknown"`
	ReviewQuotes     bool        `yaml:"review_quotes"`
	ReviewOrders     bool        `yaml:"review_orders"`
	SendQuotes       *bool       `yaml:"send_quotes"`
	MakeOrders       *bool       `yaml:"make_orders"`
	OnlyAvailable    bool        `yaml:"only_available"`
	CapableToPromise bool        `yaml:"capable_to_promise"`
}

type documentConfig struct {
	ValidDays int    `yaml:"valid_days"`
	Terms     string `yaml:"terms"`
	Footer    string `yaml:"footer"`
	Logo      string `yaml:"logo"` // a PNG or JPEG file
}

type filesConfig struct {
	Files  int `yaml:"files"`
	Pages  int `yaml:"pages"`
	Cells  int `yaml:"cells"`
	SizeMB int `yaml:"size_mb"`
}

type personConfig struct {
	ID    string      `yaml:"id"`
	Name  string      `yaml:"name"`
	Roles []task.Role `yaml:"roles"`
	Lang  string      `yaml:"lang"` // of what they alone are told; empty: what the chat says of them
}

type kpiConfig struct {
	Schedule string `yaml:"schedule"` // daily, weekly, monthly; empty: only on demand
	At       string `yaml:"at"`       // 08:00, in the desk's time zone
}

// duration is written as in "30s" or "5m".
type duration time.Duration

func (d *duration) UnmarshalYAML(b []byte) error {
	var s string
	if err := yaml.Unmarshal(b, &s); err != nil {
		return err
	}
	v, err := time.ParseDuration(s)
	if err != nil {
		return fmt.Errorf("%q is no duration; write it as in 30s or 5m", s)
	}
	*d = duration(v)
	return nil
}

// maxConfig is more than any configuration needs.
const maxConfig = 1 << 20

// loadConfig reads and checks a configuration; the error lists all mistakes.
func loadConfig(file string) (*config, error) {
	if file == "" {
		return nil, usageError{errors.New("name the configuration with --config salesclerk.yaml")}
	}
	raw, err := readConfig(file)
	if err != nil {
		return nil, err
	}
	c, err := parseConfig(raw, os.LookupEnv)
	if err != nil {
		return nil, fmt.Errorf("the configuration %s cannot be used:\n%w", file, err)
	}
	return c, nil
}

func readConfig(file string) ([]byte, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	if len(raw) > maxConfig {
		return nil, fmt.Errorf("the configuration %s is larger than 1 MB; that is no configuration", file)
	}
	return raw, nil
}

// draftConfig reads a configuration that is not whole yet: what the environment
// lacks stays as it is named, and nothing is checked.
func draftConfig(file string) (*config, error) {
	raw, err := readConfig(file)
	if err != nil {
		return nil, err
	}
	c, err := decodeConfig(raw)
	if err != nil {
		return nil, fmt.Errorf("the configuration %s cannot be used:\n%w", file, err)
	}
	_ = expand(reflect.ValueOf(c).Elem(), func(name string) (string, bool) {
		if v, ok := os.LookupEnv(name); ok {
			return v, true
		}
		return "${" + name + "}", true
	})
	c.defaults()
	return c, nil
}

func decodeConfig(raw []byte) (*config, error) {
	var c config
	if err := yaml.NewDecoder(bytes.NewReader(raw), yaml.Strict()).Decode(&c); err != nil {
		return nil, errors.New(strings.TrimSpace(yaml.FormatError(err, false, true)))
	}
	return &c, nil
}

func parseConfig(raw []byte, env func(string) (string, bool)) (*config, error) {
	c, err := decodeConfig(raw)
	if err != nil {
		return nil, err
	}
	missing := expand(reflect.ValueOf(c).Elem(), env)
	c.defaults()
	return c, errors.Join(missing, c.check())
}

var variable = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// expand puts the environment's values into every text of the configuration.
func expand(v reflect.Value, env func(string) (string, bool)) error {
	var errs []error
	switch v.Kind() {
	case reflect.String:
		v.SetString(variable.ReplaceAllStringFunc(v.String(), func(m string) string {
			value, ok := env(m[2 : len(m)-1])
			if !ok {
				errs = append(errs, fmt.Errorf("  the environment has no %s, which the configuration names", m[2:len(m)-1]))
			}
			return value
		}))
	case reflect.Struct:
		for i := range v.NumField() {
			errs = append(errs, expand(v.Field(i), env))
		}
	case reflect.Slice:
		for i := range v.Len() {
			errs = append(errs, expand(v.Index(i), env))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			errs = append(errs, expand(v.Elem(), env))
		}
	}
	return errors.Join(errs...)
}

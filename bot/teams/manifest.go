package teams

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"salesclerk/agent/lang"
	"salesclerk/bot/command"
	"salesclerk/cards"
)

// PackageOptions say what the configuration uses.
type PackageOptions struct {
	Name       string // of the app and its bot; empty: "salesclerk"
	AppID      string // the bot's Microsoft App ID, a GUID
	Company    string // who runs it; empty: the name
	PublicHost string // where Teams reaches this program: "sales.company.example"
	Website    string // of the company, https; empty: that of PublicHost
	Version    string // of the package, "1.0.0" if empty: Teams updates an app only to a higher one
	Try        bool   // a desk takes sample mails
}

// The manifest's form, and what Teams takes of it.
// https://learn.microsoft.com/microsoft-365/extensibility/schema
const (
	manifestVersion = "1.22"
	manifestSchema  = "https://developer.microsoft.com/json-schemas/teams/v1.22/MicrosoftTeams.schema.json"
	wordsSchema     = "https://developer.microsoft.com/json-schemas/teams/v1.22/MicrosoftTeams.Localization.schema.json"

	maxShortName    = 30
	maxFullName     = 100
	maxShortAbout   = 80
	maxFullAbout    = 4000
	maxCompany      = 32
	maxCommandTitle = 32
	maxCommandAbout = 128
)

type manifest struct {
	Schema       string       `json:"$schema"`
	Manifest     string       `json:"manifestVersion"`
	Version      string       `json:"version"`
	ID           string       `json:"id"`
	Developer    developer    `json:"developer"`
	Localization localization `json:"localizationInfo"`
	Icons        iconNames    `json:"icons"`
	Name         named        `json:"name"`
	About        about        `json:"description"`
	Accent       string       `json:"accentColor"`
	Bots         []botEntry   `json:"bots"`
	Permissions  []string     `json:"permissions"`
	Domains      []string     `json:"validDomains"`
}

type developer struct {
	Name    string `json:"name"`
	Website string `json:"websiteUrl"`
	Privacy string `json:"privacyUrl"`
	Terms   string `json:"termsOfUseUrl"`
}

type localization struct {
	Default string     `json:"defaultLanguageTag"`
	More    []langFile `json:"additionalLanguages"`
}

type langFile struct {
	Tag  string `json:"languageTag"`
	File string `json:"file"`
}

type iconNames struct {
	Color   string `json:"color"`
	Outline string `json:"outline"`
}

type named struct {
	Short string `json:"short"`
	Full  string `json:"full"`
}

type about named

type botEntry struct {
	ID       string        `json:"botId"`
	Scopes   []string      `json:"scopes"`
	Files    bool          `json:"supportsFiles"`
	OneWay   bool          `json:"isNotificationOnly"`
	Commands []commandList `json:"commandLists"`
}

type commandList struct {
	Scopes   []string       `json:"scopes"`
	Commands []commandEntry `json:"commands"`
}

type commandEntry struct {
	Title string `json:"title"`
	About string `json:"description"`
}

var (
	guid    = regexp.MustCompile(`(?i)^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$`)
	host    = regexp.MustCompile(`(?i)^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$`)
	version = regexp.MustCompile(`^[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}$`)
)

// Package is the app package for "Upload a custom app": the manifest in every
// language and the icons, as a zip. The same options give the same bytes.
func Package(o PackageOptions) ([]byte, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{colorIcon: drawColor(), outlineIcon: drawOutline()}
	m := o.manifest()
	for _, l := range m.Localization.More {
		if files[l.File], err = indented(o.words(l.Tag)); err != nil {
			return nil, err
		}
	}
	if files["manifest.json"], err = indented(m); err != nil {
		return nil, err
	}
	return zipped(files)
}

func (o PackageOptions) complete() (PackageOptions, error) {
	clean := func(s *string, otherwise string, n int) {
		if *s = (cards.Text{S: *s}).Line(); *s == "" {
			*s = otherwise
		}
		*s = shorten(*s, n)
	}
	clean(&o.Name, "salesclerk", maxShortName)
	clean(&o.Company, o.Name, maxCompany)
	if o.Version == "" {
		o.Version = "1.0.0"
	}
	o.AppID = strings.ToLower(o.AppID)
	switch {
	case !guid.MatchString(o.AppID):
		return o, errors.New("teams: the app id must be the Microsoft App ID of the bot's registration, like 00000000-0000-0000-0000-000000000000")
	case !host.MatchString(o.PublicHost):
		return o, errors.New("teams: the public host must be the name by which Teams reaches this program, like sales.company.example")
	case !version.MatchString(o.Version):
		return o, fmt.Errorf("teams: %q is no version: write it as in 1.0.1", shorten(o.Version, 40))
	}
	if o.Website == "" {
		o.Website = "https://" + o.PublicHost
	}
	if !strings.HasPrefix(o.Website, "https://") {
		return o, errors.New("teams: the website must begin with https://")
	}
	return o, nil
}

func (o PackageOptions) manifest() manifest {
	w := lang.For(lang.Last)
	scopes := []string{"personal", "team", "groupChat"}
	m := manifest{Schema: manifestSchema, Manifest: manifestVersion, Version: o.Version, ID: o.AppID,
		Developer:    developer{Name: o.Company, Website: o.Website, Privacy: o.Website, Terms: o.Website},
		Localization: localization{Default: lang.Last, More: []langFile{}},
		Icons:        iconNames{Color: colorIcon, Outline: outlineIcon},
		Name:         named{Short: o.Name, Full: shorten(o.Name, maxFullName)},
		About:        about{Short: shorten(w.T("teams.app.about.short"), maxShortAbout), Full: shorten(w.T("teams.app.about.full"), maxFullAbout)},
		Accent:       accent, Permissions: []string{"identity", "messageTeamMembers"}, Domains: []string{o.PublicHost},
		Bots: []botEntry{{ID: o.AppID, Scopes: scopes, Commands: []commandList{{Scopes: scopes, Commands: o.commands(w)}}}},
	}
	for _, tag := range lang.Supported() {
		if tag != lang.Last {
			m.Localization.More = append(m.Localization.More, langFile{Tag: tag, File: tag + ".json"})
		}
	}
	return m
}

func (o PackageOptions) commands(w *lang.Words) (list []commandEntry) {
	for _, c := range command.List(w, o.Try) {
		list = append(list, commandEntry{Title: shorten(c[0], maxCommandTitle), About: shorten(c[1], maxCommandAbout)})
	}
	return list
}

// words is the manifest's texts in another language, by their paths in it.
// https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-localization
func (o PackageOptions) words(tag string) map[string]string {
	w := lang.For(tag)
	out := map[string]string{"$schema": wordsSchema, "name.short": o.Name, "name.full": shorten(o.Name, maxFullName),
		"description.short": shorten(w.T("teams.app.about.short"), maxShortAbout), "description.full": shorten(w.T("teams.app.about.full"), maxFullAbout)}
	for i, c := range o.commands(w) {
		at := fmt.Sprintf("bots[0].commandLists[0].commands[%d].", i)
		out[at+"title"], out[at+"description"] = c.Title, c.About
	}
	return out
}

func indented(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("teams: write the package: %w", err)
	}
	return b.Bytes(), nil
}

// packed is the time that every file of a package has: the same files make the
// same package.
var packed = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func zipped(files map[string][]byte) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range sortedNames(files) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: packed})
		if err == nil {
			_, err = w.Write(files[name])
		}
		if err != nil {
			return nil, fmt.Errorf("teams: write %s: %w", name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("teams: write the package: %w", err)
	}
	return b.Bytes(), nil
}

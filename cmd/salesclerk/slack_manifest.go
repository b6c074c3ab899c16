package main

import (
	"context"
	"errors"

	"salesclerk/bot/slack"
)

type slackCommands struct {
	Manifest manifestCommand `cmd:"" help:"Print the manifest of the Slack app that the configuration needs."`
}

type manifestCommand struct {
	Config string `help:"The configuration, salesclerk.yaml; without it, an app for Socket Mode." placeholder:"FILE"`
}

// Run prints the manifest for exactly what the configuration uses. The tokens in
// it need not be there yet: without the app there are none.
func (c *manifestCommand) Run(_ context.Context, std streams) error {
	var err error
	o := slack.ManifestOptions{Groups: true}
	if c.Config != "" {
		conf, err := draftConfig(c.Config)
		if err != nil {
			return err
		}
		if o, err = conf.manifest(); err != nil {
			return err
		}
	}
	text, err := slack.Manifest(o)
	if err != nil {
		return err
	}
	_, err = std.out.Write(text)
	return err
}

func (c *config) manifest() (slack.ManifestOptions, error) {
	o := slack.ManifestOptions{Name: c.Slack.Name, Command: c.Slack.Command, Groups: c.slackGroups()}
	if c.Slack.AppToken != "" {
		return o, nil
	}
	if o.PublicURL = c.Slack.PublicURL; o.PublicURL == "" && c.Slack.SigningSecret != "" {
		return o, errors.New("with slack.signing_secret Slack calls this program: say in slack.public_url where, as in https://sales.company.example")
	}
	return o, nil
}

// slackGroups says whether anybody has roles by a user group.
func (c *config) slackGroups() bool {
	for _, d := range c.Desks {
		for _, p := range slackPeople(d.People) {
			if p.Group != "" {
				return true
			}
		}
	}
	return false
}

package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"salesclerk/bot/teams"
)

type teamsCommands struct {
	Package packageCommand `cmd:"" help:"Write the Teams app package that the configuration needs."`
}

type packageCommand struct {
	Config string `help:"The configuration, salesclerk.yaml." placeholder:"FILE" required:""`
	Output string `help:"The zip file to write." short:"o" placeholder:"FILE.zip" required:""`
}

// Run writes what an administrator uploads to Teams. The secret need not be there.
func (c *packageCommand) Run(_ context.Context, std streams) error {
	conf, err := draftConfig(c.Config)
	if err != nil {
		return err
	}
	t := conf.Teams
	if t.publicHost() == "" {
		return errors.New("say in teams.public_url where Teams reaches this program, as in https://sales.company.example")
	}
	zip, err := teams.Package(teams.PackageOptions{Name: t.Name, AppID: t.AppID, Company: t.Company, PublicHost: t.publicHost(), Website: t.Website, Version: t.Version, Try: true})
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.Output, zip, 0o644); err != nil {
		return fmt.Errorf("writing the package: %w", err)
	}
	fmt.Fprintf(std.out, "%s: upload it in Teams under Apps, Manage your apps, Upload an app\n", c.Output)
	return nil
}

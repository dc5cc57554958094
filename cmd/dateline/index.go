package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (a *app) indexCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "index",
		Short:   "Bring the index up to date with the coverage",
		Example: "  dateline index --coverage path/to/articles",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer o.close()
			articles, err := o.store.Articles(cmd.Context())
			if err != nil {
				return err
			}
			c := o.changes
			if c.None() {
				fmt.Fprintf(a.out, "The index is up to date: %s.\n", counted(len(articles), "article"))
				return nil
			}
			fmt.Fprintf(a.out, "%s: %d added, %d changed, %d deleted; %s indexed.\n",
				counted(len(articles), "article"), c.Added, c.Changed, c.Deleted, counted(c.Passages, "passage"))
			return nil
		},
	}
}

// counted is a number of things by their name.
func counted(n int, name string) string {
	if n == 1 {
		return "1 " + name
	}
	return fmt.Sprintf("%d %ss", n, name)
}

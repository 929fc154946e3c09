// Command boulder has the two programs of Boulder that validate, started as `boulder` starts them. The rest of the
// `boulder` binary needs cgo.
package main

import (
	"fmt"
	"os"

	"github.com/letsencrypt/boulder/cmd"
	_ "github.com/letsencrypt/boulder/cmd/boulder-va"
	_ "github.com/letsencrypt/boulder/cmd/remoteva"
)

func main() {
	if len(os.Args) < 2 || cmd.LookupCommand(os.Args[1]) == nil {
		fmt.Fprintln(os.Stderr, "usage: boulder boulder-va|remoteva FLAGS")
		os.Exit(2)
	}
	name := os.Args[1]
	os.Args = os.Args[1:]
	cmd.LookupCommand(name)()
}

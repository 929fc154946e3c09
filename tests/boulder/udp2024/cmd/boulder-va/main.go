// Command boulder-va is Boulder's own validation authority: the whole program, without the parts of the `boulder`
// binary that need cgo.
package main

import (
	"github.com/letsencrypt/boulder/cmd"
	_ "github.com/letsencrypt/boulder/cmd/boulder-va"
)

func main() { cmd.LookupCommand("boulder-va")() }

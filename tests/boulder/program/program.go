// Package program starts a program of the `boulder` binary as that binary does, whose other programs need cgo. Its
// Boulder is the one that the importing module is pinned to, of May 2023 or later.
package program

import (
	"fmt"
	"os"
	"slices"

	"github.com/letsencrypt/boulder/cmd"
)

// Main is `boulder NAME --config FILE FLAGS`, for a program that the caller imports: Boulder's own validator takes
// the file, or the program does not start.
func Main() {
	if len(os.Args) < 2 || cmd.LookupCommand(os.Args[1]) == nil {
		fail("usage: boulder NAME --config FILE FLAGS")
	}
	name := os.Args[1]
	os.Args = os.Args[1:]
	flag := slices.IndexFunc(os.Args, func(arg string) bool { return arg == "-config" || arg == "--config" })
	if flag < 0 || flag+1 == len(os.Args) {
		fail("--config FILE is missing")
	}
	if err := validate(name, os.Args[flag+1]); err != nil {
		fail(fmt.Sprintf("%s refuses %s: %v", name, os.Args[flag+1], err))
	}
	cmd.LookupCommand(name)()
}

func validate(name, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	return cmd.ValidateJSONConfig(cmd.LookupConfigValidator(name), file)
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(2)
}

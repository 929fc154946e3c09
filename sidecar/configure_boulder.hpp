#pragma once

#include <iosfwd>
#include <string>

namespace sidecar {

// The command line of `configure-boulder`.
struct ConfigureBoulder {
    std::string from;        // Boulder's folder of configuration files
    std::string to;          // where the rewritten copy goes; made if missing
    std::string root = ".";  // what relative paths in the files are relative to
    std::string trust;       // PEM: what signed the sidecar's certificate
    std::string dns = "127.0.0.1:53";
    std::string doh = "127.0.0.1:8553";
    bool dry_run = false;  // say everything, write nothing
};

// Copies the folder so that each VA in it asks the sidecar, and prints each change as
// `file: path: old → new`. Everything else is copied as it is; `from` is never written to.
// Returns the exit code: 0 done; 1 something can not be read or written, or there is no VA;
// 2 wrong usage. Files are replaced one by one, each in one step.
[[nodiscard]] int
configure_boulder(const ConfigureBoulder& options, std::ostream& out, std::ostream& err);

}  // namespace sidecar

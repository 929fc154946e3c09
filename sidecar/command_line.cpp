#include "sidecar/command_line.hpp"

#include "config/fields.hpp"
#include "sidecar/state.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <utility>

namespace sidecar {
namespace {

constexpr int usage_error = 2;

std::string help_of(const config::Field& field)
{
    return std::string(field.help) + " (" + field.variable() +
           "; default: " + std::string(field.shown_default()) + ")";
}

// A flag for each setting. Its value stays text, so that config judges all sources alike.
void add_settings(CLI::App& app, std::map<std::string, std::string>& flags)
{
    for (const auto& field : config::fields()) {
        const bool is_boolean = field.kind == config::Kind::boolean;
        const auto set = [&flags, is_boolean,
                          key = std::string(field.key)](const std::string& value) {
            flags[key] = is_boolean && value.empty() ? "true" : value;
        };
        auto* option = app.add_option_function<std::string>(field.flag(), set, help_of(field))
                           ->type_name("")
                           ->group("Settings");
        if (is_boolean) option->expected(0, 1);
    }
}

void add_subcommands(CLI::App& app, CommandLine& command_line)
{
    const auto add = [&](const char* name, Subcommand subcommand, const char* help) {
        return app.add_subcommand(name, help)->callback([&command_line, subcommand] {
            command_line.subcommand = subcommand;
        });
    };
    add("serve", Subcommand::serve, "Run; the same as no subcommand");
    add("healthcheck", Subcommand::healthcheck,
        "Ask a running sidecar's status endpoint; exit 0 if it answers OK");
    add("config", Subcommand::config, "Print the effective settings, each with where it came from");
    add("install", Subcommand::install, "Copy this program to PATH, for an init container")
        ->add_option("PATH", command_line.install_path, "A file, or a folder that is there")
        ->required();
    add("mint", Subcommand::mint,
        "Make the DoH certificate of doh.certificate = auto ready, and exit");
    add("assign-address", Subcommand::assign_address,
        "Make relay.addresses local to this pod; needs the capability NET_ADMIN");

    auto& boulder = command_line.configure_boulder;
    auto* configure = add(
        "configure-boulder", Subcommand::configure_boulder,
        "Copy Boulder's configuration folder so that its validation authorities ask the sidecar");
    configure->add_option("--from", boulder.from, "Boulder's folder; only read")->required();
    configure->add_option("--to", boulder.to, "Where the copy goes")->required();
    configure->add_option("--root", boulder.root, "What relative paths in the files start from")
        ->capture_default_str();
    configure->add_option("--trust", boulder.trust,
                          "PEM file of what signed the sidecar's DoH certificate");
    configure->add_option("--dns", boulder.dns, "Where the sidecar serves DNS")
        ->capture_default_str();
    configure->add_option("--doh", boulder.doh, "Where the sidecar serves DNS over HTTPS")
        ->capture_default_str();
    configure->add_flag("--dry-run", boulder.dry_run, "Say everything, write nothing");
}

}  // namespace

std::variant<CommandLine, Exit> parse_command_line(int argc, const char* const* argv)
{
    CommandLine command_line;
    CLI::App app(
        "DNS for Boulder and Pebble in development: answers the names that you choose with "
        "a fixed address or with a service's, answers CAA, passes the rest on.",
        "boulder-dns-sidecar");
    app.set_version_flag("--version", "boulder-dns-sidecar " + std::string(version));
    app.require_subcommand(0, 1);
    app.fallthrough();  // settings may stand after the subcommand too
    add_settings(app, command_line.flags);
    add_subcommands(app, command_line);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& help) {
        return Exit{app.exit(help)};
    } catch (const CLI::ParseError& error) {
        std::cerr << "boulder-dns-sidecar: " << error.what()
                  << "\nboulder-dns-sidecar --help lists what there is\n";
        return Exit{usage_error};
    }
    return command_line;
}

}  // namespace sidecar

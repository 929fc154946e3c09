#include "config/effective_text.hpp"
#include "sidecar/assign_address.hpp"
#include "sidecar/command_line.hpp"
#include "sidecar/healthcheck.hpp"
#include "sidecar/install.hpp"
#include "sidecar/mint.hpp"
#include "sidecar/server.hpp"

#include <boost/asio/io_context.hpp>

#include <exception>
#include <iostream>
#include <string_view>
#include <utility>

namespace {

constexpr int could_not_run = 1;
constexpr int wrong_usage = 2;

void complain(std::string_view sentence)
{
    std::cerr << "boulder-dns-sidecar: " << sentence << '\n';
}

int assign(const config::Settings& settings)
{
    if (!settings.relay_addresses) {
        complain(
            "assign-address: relay.addresses (FAKE_DNS_RELAY_ADDRESSES) is not set, so there is "
            "nothing to assign: set it to a prefix such as 64.112.117.122/32");
        return wrong_usage;
    }
    sidecar::assign_address(*settings.relay_addresses);
    return 0;
}

int serve(sidecar::Inputs inputs, config::Loaded loaded)
{
    boost::asio::io_context context(1);  // one thread runs it, so there is nothing to lock
    sidecar::Server server(context, std::move(inputs), std::move(loaded));
    server.start();
    context.run();
    return 0;
}

int run(const sidecar::CommandLine& command_line)
{
    using sidecar::Subcommand;
    if (command_line.subcommand == Subcommand::install) {
        sidecar::install(command_line.install_path);
        return 0;
    }
    if (command_line.subcommand == Subcommand::configure_boulder)
        return sidecar::configure_boulder(command_line.configure_boulder, std::cout, std::cerr);

    sidecar::Inputs inputs{command_line.flags, sidecar::environment()};
    auto result = inputs.load();
    if (const auto* errors = std::get_if<std::vector<config::Error>>(&result)) {
        for (const auto& error : *errors) complain(error.to_text());
        return wrong_usage;
    }
    auto loaded = std::get<config::Loaded>(std::move(result));
    switch (command_line.subcommand) {
    case Subcommand::healthcheck:
        return sidecar::healthcheck(loaded.settings.status_listen, std::cerr);
    case Subcommand::config:
        std::cout << config::to_text(loaded.effective);
        return 0;
    case Subcommand::mint:
        sidecar::mint(loaded.settings);
        return 0;
    case Subcommand::assign_address:
        return assign(loaded.settings);
    case Subcommand::install:
    case Subcommand::configure_boulder:
    case Subcommand::serve:
        break;
    }
    return serve(std::move(inputs), std::move(loaded));
}

}  // namespace

int main(int argc, char** argv)
{
    try {
        const auto parsed = sidecar::parse_command_line(argc, argv);
        if (const auto* done = std::get_if<sidecar::Exit>(&parsed)) return done->code;
        return run(std::get<sidecar::CommandLine>(parsed));
    } catch (const std::exception& error) {
        complain(error.what());
        return could_not_run;
    }
}

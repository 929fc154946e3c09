#include "sidecar/configure_boulder.hpp"

#include "config/boulder_rewrite.hpp"
#include "config/boulder_trust.hpp"
#include "sidecar/file_tree.hpp"
#include "sidecar/inputs.hpp"
#include "sidecar/start_error.hpp"

#include <boost/algorithm/string/join.hpp>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <ostream>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace sidecar {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t max_config_size = 4U << 20U;
constexpr std::string_view bundle_suffix = "-and-sidecar";
constexpr fs::perms readable_by_all{0644};

class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

bool is_host_and_port(std::string_view address)
{
    const auto colon = address.find(':');
    if (colon == 0 || colon == std::string_view::npos) return false;
    const auto port = address.substr(colon + 1);
    unsigned number = 0;
    const auto [end, ec] = std::from_chars(port.data(), port.data() + port.size(), number);
    return ec == std::errc{} && end == port.data() + port.size() && number > 0 && number <= 65'535;
}

void check(const ConfigureBoulder& options)
{
    if (options.from.empty() || options.to.empty())
        throw UsageError("--from and --to are needed: Boulder's configuration folder, and a folder "
                         "for the rewritten copy");
    for (const auto& [flag, address] :
         {std::pair{"--dns", options.dns}, std::pair{"--doh", options.doh}})
        if (!is_host_and_port(address))
            throw UsageError(std::string(flag) + " " + address +
                             " is not an IPv4 address or host name with a port, such as "
                             "127.0.0.1:53 (Boulder refuses IPv6 addresses with a port)");
    if (is_at_or_below(options.to, options.from))
        throw UsageError("--to " + options.to + " is --from " + options.from +
                         " or inside it; that folder is never written to: name another");
}

std::string read_text(const fs::path& path, const std::string& what)
{
    try {
        return read_file(path.string());
    } catch (const std::system_error& error) {
        throw StartError(what + " " + path.string() +
                         " can not be read: " + error.code().message());
    }
}

class Configuration {
public:
    Configuration(const ConfigureBoulder& options, std::ostream& out)
        : options_(options), out_(out), tree_(list_tree(options.from))
    {
        if (!options.trust.empty()) {
            trusted_ = read_text(options.trust, "--trust");
            if (config::pem_certificates(trusted_).empty())
                throw StartError("--trust " + options.trust + " has no PEM certificate in it");
        }
    }

    void run()
    {
        recognise();
        rewrite();
        if (options_.dry_run) return;
        write();
    }

private:
    void recognise()
    {
        for (const auto& entry : tree_.entries) {
            const bool is_json = entry.path.extension() == ".json";
            if (entry.is_folder || entry.path.has_parent_path() || !is_json) continue;
            ++json_files_;
            if (entry.size > max_config_size) {
                out_ << entry.path.string() << ": is too large for a configuration; copied\n";
                continue;
            }
            auto recognised = config::BoulderConfig::recognise(
                read_text(fs::path(options_.from) / entry.path, "--from"));
            if (auto* found = std::get_if<config::BoulderConfig>(&recognised)) {
                era_ |= found->era();
                configs_.emplace(entry.path, std::move(*found));
            } else if (const auto& why =
                           std::get<config::BoulderConfig::Unrecognised>(recognised).why;
                       !why.empty()) {
                out_ << entry.path.string() << ": " << why << "; copied as it is\n";
            }
        }
        if (std::none_of(configs_.begin(), configs_.end(),
                         [](const auto& item) { return item.second.is_va(); }))
            throw StartError(
                "there is no configuration of a Boulder VA in " + options_.from + ": none of its " +
                std::to_string(json_files_) +
                " *.json files has a top-level \"va\" or \"rva\" that names a resolver "
                "(dnsResolver, dnsResolvers, dnsProvider, dnsStaticResolvers, or "
                "common.dnsResolver)");
    }

    void rewrite()
    {
        const config::BoulderSidecar sidecar{options_.dns, options_.doh};
        bool has_doh = false;
        for (const auto& [path, config] : configs_) {
            const bool asks_over_doh = config.asks_over_doh(sidecar, era_);
            has_doh = has_doh || asks_over_doh;
            const auto bundle = asks_over_doh ? bundle_for(path, config) : std::string{};
            auto rewritten = config::rewrite(config, sidecar, era_, bundle);
            for (const auto& change : rewritten.changes)
                out_ << path.string() << ": " << change.path << ": " << change.before << " → "
                     << change.after << '\n';
            if (rewritten.changes.empty()) out_ << path.string() << ": asks the sidecar already\n";
            for (const auto& note : rewritten.notes) notes_[note].push_back(path.string());
            texts_.emplace(path, std::move(rewritten.text));
        }
        for (const auto& [note, files] : notes_)
            out_ << "note: " << boost::algorithm::join(files, ", ") << ": " << note << '\n';
        for (const auto& path : tree_.others)
            out_ << path.string() << ": is no file and no folder; left out\n";
        if (has_doh && trusted_.empty())
            out_ << "note: over HTTPS Boulder trusts its tls.caCertFile only: unless that signed "
                    "the sidecar's certificate, give --trust with ca.pem of the sidecar's "
                    "doh.directory\n";
        if (!has_doh && !trusted_.empty())
            out_ << "note: no VA here asks over HTTPS, so --trust is not used\n";
    }

    // The bundle that the file is to name, empty to leave its CA file alone.
    std::string bundle_for(const fs::path& path, const config::BoulderConfig& config)
    {
        if (trusted_.empty()) return {};
        const auto* named = config::text_in(config.tls(), "caCertFile");
        if (named == nullptr) {
            notes_["names no tls.caCertFile, so it trusts no resolver"].push_back(path.string());
            return {};
        }
        const auto own = read_text(fs::path(options_.root) / *named,
                                   path.string() + ": caCertFile (below --root)");
        if (config::pem_certificates(own).empty())
            throw StartError(path.string() + ": caCertFile " + *named +
                             " has no PEM certificate in it");
        const auto together = config::bundle(own, trusted_);
        if (!together) return {};
        const auto name = bundle_name(*named);
        bundles_[name] = *together;
        return path_for_boulder(name);
    }

    // One file a CA file, named after it.
    std::string bundle_name(const std::string& ca_file)
    {
        if (const auto found = bundle_names_.find(ca_file); found != bundle_names_.end())
            return found->second;
        auto stem = fs::path(ca_file).stem().string();
        if (!stem.ends_with(bundle_suffix)) stem += bundle_suffix;
        auto name = stem + ".pem";
        for (int number = 2; bundles_.contains(name); ++number)
            name = stem + "-" + std::to_string(number) + ".pem";
        bundle_names_.emplace(ca_file, name);
        return name;
    }

    // Relative to Boulder's working directory where that holds the folder, as Boulder's own are.
    [[nodiscard]] std::string path_for_boulder(const std::string& name) const
    {
        const auto to = fs::weakly_canonical(fs::absolute(options_.to));
        if (!is_at_or_below(to, options_.root)) return (to / name).string();
        const auto root = fs::weakly_canonical(fs::absolute(options_.root));
        return (to.lexically_relative(root) / name).lexically_normal().string();
    }

    void write()
    {
        const fs::path from = options_.from;
        const fs::path to = options_.to;
        make_folder(to);
        for (const auto& entry : tree_.entries) {
            const auto target = to / entry.path;
            if (entry.is_folder) {
                make_folder(target);
                // Never without what the next run needs to write into it.
                fs::permissions(target, entry.mode | fs::perms::owner_all);
            } else {
                refuse_inside_from(target.parent_path());
                if (const auto text = texts_.find(entry.path); text != texts_.end())
                    write_file(target, text->second, entry.mode);
                else
                    copy_file(from / entry.path, target, entry.mode);
            }
        }
        for (const auto& [name, text] : bundles_) write_file(to / name, text, readable_by_all);
    }

    void make_folder(const fs::path& folder) const
    {
        refuse_inside_from(folder);
        std::error_code ec;
        fs::create_directories(folder, ec);
        if (!fs::is_directory(folder))
            throw StartError("can not make the folder " + folder.string() + ": " +
                             (ec ? ec.message() : "it is a file"));
    }

    // A link or a nested folder of --to may lead back to where must not be written.
    void refuse_inside_from(const fs::path& folder) const
    {
        if (is_at_or_below(folder, options_.from))
            throw StartError(folder.string() + " leads into --from " + options_.from +
                             ", which is never written to; name another --to");
    }

    const ConfigureBoulder& options_;
    std::ostream& out_;
    FileTree tree_;
    std::string trusted_;
    std::size_t json_files_ = 0;
    config::BoulderEra era_;
    std::map<fs::path, config::BoulderConfig> configs_;
    std::map<fs::path, std::string> texts_;
    std::map<std::string, std::vector<std::string>> notes_;  // the files of each
    std::map<std::string, std::string> bundle_names_;        // by CA file
    std::map<std::string, std::string> bundles_;             // by name
};

}  // namespace

int configure_boulder(const ConfigureBoulder& options, std::ostream& out, std::ostream& err)
{
    try {
        check(options);
        Configuration(options, out).run();
        return 0;
    } catch (const UsageError& error) {
        err << "configure-boulder: " << error.what() << '\n';
        return 2;
    } catch (const std::runtime_error& error) {  // StartError, and what the file system throws
        err << "configure-boulder: " << error.what() << '\n';
        return 1;
    }
}

}  // namespace sidecar

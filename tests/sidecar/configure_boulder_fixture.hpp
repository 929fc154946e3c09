#pragma once

#include "sidecar/configure_boulder.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

namespace sidecar {

// Files of Boulder's shapes, certificates, and what they become.
inline const std::filesystem::path boulder_fixtures = SOURCE_DIR "/tests/sidecar/boulder";

// Runs the command on folders of its own.
class ConfigureBoulderTest : public testing::Test {
protected:
    ConfigureBoulderTest()
    {
        options.from = from.string();
        options.to = to.string();
        options.root = root.string();
    }

    int run()
    {
        out.str("");
        err.str("");
        return configure_boulder(options, out, err);
    }

    test_support::TemporaryFolder folder;
    std::filesystem::path root = folder.path();
    std::filesystem::path from = root / "config";
    std::filesystem::path to = root / "config-sidecar";
    ConfigureBoulder options;
    std::ostringstream out;
    std::ostringstream err;
};

}  // namespace sidecar

#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace test_support {

// A folder of its own, gone with the object.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    TemporaryFolder(TemporaryFolder&&) = delete;
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

[[nodiscard]] std::string read(const std::filesystem::path& file);
// Makes the folders on the way.
void write(const std::filesystem::path& file, const std::string& text);
// The text of every file below, by its path relative to the folder; "link to …" for a link.
[[nodiscard]] std::map<std::string, std::string> files_below(const std::filesystem::path& folder);

}  // namespace test_support

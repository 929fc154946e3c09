#include "sidecar/file_tree.hpp"
#include "sidecar/start_error.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <vector>

namespace sidecar {
namespace {

namespace fs = std::filesystem;
using test_support::read;
using test_support::write;
using testing::ElementsAre;

class FileTrees : public testing::Test {
protected:
    std::vector<std::string> listed() const
    {
        std::vector<std::string> names;
        for (const auto& entry : list_tree(root).entries)
            names.push_back(entry.path.string() + (entry.is_folder ? "/" : ""));
        return names;
    }

    test_support::TemporaryFolder folder;
    fs::path root = folder.path();
};

TEST_F(FileTrees, ListAFolderBeforeWhatIsInIt)
{
    write(root / "b/z", "");
    write(root / "b/a/x", "");
    write(root / "a", "");
    EXPECT_THAT(listed(), ElementsAre("a", "b/", "b/a/", "b/a/x", "b/z"));
}

TEST_F(FileTrees, ListAConfigMapOnce)
{
    write(root / "..2026_01_01/va.json", "text");
    fs::create_directory_symlink("..2026_01_01", root / "..data");
    fs::create_symlink("..data/va.json", root / "va.json");
    EXPECT_THAT(listed(), ElementsAre("va.json"));
    EXPECT_EQ(list_tree(root).entries.front().size, 4U);
}

TEST_F(FileTrees, SetAsideWhatIsNoFile)
{
    fs::create_symlink("nowhere", root / "dangling");
    ASSERT_EQ(::mkfifo((root / "pipe").c_str(), S_IRUSR), 0);
    const auto tree = list_tree(root);
    EXPECT_TRUE(tree.entries.empty());
    EXPECT_THAT(tree.others, ElementsAre("dangling", "pipe"));
}

TEST_F(FileTrees, EndAtALoop)
{
    fs::create_directory_symlink(".", root / "again");
    EXPECT_THROW((void)list_tree(root), StartError);
}

TEST_F(FileTrees, AreNotListedFromWhatIsNotThere)
{
    EXPECT_THROW((void)list_tree(root / "missing"), StartError);
}

TEST_F(FileTrees, KnowInsideFromOutside)
{
    fs::create_directories(root / "in/side");
    fs::create_directory_symlink("in", root / "link");
    EXPECT_TRUE(is_at_or_below(root / "in", root / "in"));
    EXPECT_TRUE(is_at_or_below(root / "in/side", root / "in"));
    EXPECT_TRUE(is_at_or_below(root / "in/missing/deep", root / "in"));
    EXPECT_TRUE(is_at_or_below(root / "link/side", root / "in"));
    EXPECT_TRUE(is_at_or_below(root / "in/side", root / "link"));
    EXPECT_FALSE(is_at_or_below(root, root / "in"));
    EXPECT_FALSE(is_at_or_below(root / "inside", root / "in"));
    EXPECT_FALSE(is_at_or_below(root / "in/../out", root / "in"));
    EXPECT_TRUE(is_at_or_below(root / "..in", root));
}

TEST_F(FileTrees, TakeAFileInOneStep)
{
    write(root / "file", "old and longer");
    write_file(root / "file", "new", fs::perms{0640});
    EXPECT_EQ(read(root / "file"), "new");
    EXPECT_EQ(fs::status(root / "file").permissions(), fs::perms{0640});

    copy_file(root / "file", root / "copy", fs::perms{0600});
    EXPECT_EQ(read(root / "copy"), "new");
    EXPECT_EQ(fs::status(root / "copy").permissions(), fs::perms{0600});
    EXPECT_THAT(listed(), ElementsAre("copy", "file"));
}

TEST_F(FileTrees, AreNotWrittenThroughLinks)
{
    write(root / "kept", "kept");
    fs::create_symlink("kept", root / "file");
    fs::create_symlink("kept", root / ".file.new");
    write_file(root / "file", "new", fs::perms{0644});
    EXPECT_EQ(read(root / "kept"), "kept");
    EXPECT_EQ(read(root / "file"), "new");
}

TEST_F(FileTrees, SayWhichFileCanNotBeWritten)
{
    fs::create_directories(root / "folder/full");
    write(root / "source", "text");
    for (const auto& path : {root / "missing/file", root / "folder"}) {
        EXPECT_THROW(
            {
                try {
                    write_file(path, "text", fs::perms{0644});
                } catch (const StartError& error) {
                    EXPECT_THAT(error.what(), testing::HasSubstr(path.string()));
                    throw;
                }
            },
            StartError);
        EXPECT_THROW(copy_file(root / "source", path, fs::perms{0644}), StartError);
    }
    EXPECT_THAT(listed(), ElementsAre("folder/", "folder/full/", "source"));
}

}  // namespace
}  // namespace sidecar

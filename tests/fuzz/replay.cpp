#include "tests/fuzz/target.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

// Runs each file of the folders it is given through the target, where there is no fuzzing engine.
int main(int argc, char** argv)
{
    std::size_t count = 0;
    for (int i = 1; i < argc; ++i) {
        for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
            std::ifstream file(entry.path(), std::ios::binary);
            const std::vector<char> text{std::istreambuf_iterator<char>(file), {}};
            const std::vector<std::uint8_t> input(text.begin(), text.end());
            std::cout << entry.path().filename().string() << std::endl;  // flushed: it may crash
            LLVMFuzzerTestOneInput(input.data(), input.size());
            ++count;
        }
    }
    std::cout << count << " inputs\n";
    return count == 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

#include "sidecar/resident_memory.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

namespace sidecar {
namespace {

// Of one file that is mapped: the program, or a library.
int release_pages(dl_phdr_info* file, std::size_t, void*)
{
    const auto page_size = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    for (std::size_t i = 0; i < file->dlpi_phnum; ++i) {
        const auto& segment = file->dlpi_phdr[i];
        if (segment.p_type != PT_LOAD || (segment.p_flags & PF_W) != 0) continue;
        const auto begin = (file->dlpi_addr + segment.p_vaddr) / page_size * page_size;
        const auto end = file->dlpi_addr + segment.p_vaddr + segment.p_memsz;
        // When it fails nothing is gained, and nothing lost.
        static_cast<void>(::madvise(std::bit_cast<void*>(begin), end - begin, MADV_DONTNEED));
    }
    return 0;
}

}  // namespace

void release_memory() noexcept
{
    static_cast<void>(::malloc_trim(0));
    release_program_pages();
}

void release_program_pages() noexcept
{
    static_cast<void>(::dl_iterate_phdr(release_pages, nullptr));
}

}  // namespace sidecar

#pragma once

namespace sidecar {

// Gives the kernel back what was freed, which the C library keeps for later, and the pages of the
// program itself.
void release_memory() noexcept;

// Lets go of the pages of the program itself, of which the start needs many that nothing needs
// again. What is needed comes back from the page cache.
void release_program_pages() noexcept;

}  // namespace sidecar

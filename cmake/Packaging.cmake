# What is installed besides the programs, and the Debian package: `cpack --config build/default/CPackConfig.cmake`.
install(FILES docs/fastidious.1 DESTINATION share/man/man1)
install(FILES cmake/completion.bash DESTINATION share/bash-completion/completions RENAME fastidious)
install(FILES README.md .clang-tidy.example DESTINATION share/doc/fastidious)
install(DIRECTORY docs/ DESTINATION share/doc/fastidious FILES_MATCHING
  PATTERN "*.md" PATTERN "*.vim" PATTERN "*.lua" PATTERN "*.el" PATTERN __pycache__ EXCLUDE)
install(FILES LICENSE DESTINATION share/doc/fastidious RENAME copyright)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME fastidious)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "finds performance anti-patterns in C++")
set(CPACK_PACKAGE_CONTACT "The authors of Fastidious <fastidious@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# The libraries' names hold the major version only, and their symbols are of one minor version. Clang's own headers are
# read at run time.
string(REGEX MATCH "^[0-9]+\\.[0-9]+" minor ${LLVM_PACKAGE_VERSION})
string(REGEX REPLACE "^[0-9]+\\." "" next ${minor})
math(EXPR next "${next} + 1")
set(CPACK_DEBIAN_PACKAGE_DEPENDS
  "libclang-common-${FASTIDIOUS_LLVM}-dev (>= 1:${minor}~), libclang-common-${FASTIDIOUS_LLVM}-dev (<< 1:${FASTIDIOUS_LLVM}.${next}~)")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS git)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "clang-tidy-${FASTIDIOUS_LLVM}, pre-commit")
include(CPack)

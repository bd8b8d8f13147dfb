# One target per folder, named for it: src/log/journal becomes weir_log_journal. Every .cc in the
# folder belongs to it; *_test.cc become one test program, *_bench.cc one benchmark program.
# What a folder may link is what tools/layers.txt lets it include.

add_library(weir_flags INTERFACE)
target_compile_options(weir_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -Werror=switch -fno-omit-frame-pointer)
# GCC 12 reports false uninitialised reads of short strings inside std::expected, and more of them
# under sanitizers; clang's analysis (the lint preset) looks for true ones.
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  target_compile_options(weir_flags INTERFACE -Wno-maybe-uninitialized)
endif()
target_include_directories(weir_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_definitions(weir_flags INTERFACE BOOST_ASIO_NO_DEPRECATED
  $<$<BOOL:${WEIR_PLANTED_BUGS}>:WEIR_PLANTED_BUGS>)
if(WEIR_SANITIZE)
  target_compile_options(weir_flags INTERFACE -fsanitize=${WEIR_SANITIZE}
    -fno-sanitize-recover=all)
  target_link_options(weir_flags INTERFACE -fsanitize=${WEIR_SANITIZE})
  if(WEIR_SANITIZE STREQUAL "thread")
    # Boost.Asio's fences are unknown to ThreadSanitizer; its mutexes, which it knows, do the same.
    target_compile_options(weir_flags INTERFACE -Wno-tsan)
  endif()
endif()

# weir_folder(PATH DEPENDS target... [TEST_DEPENDS target...]): the folder at src/PATH. TEST_DEPENDS is
# linked by its tests and benchmarks only.
function(weir_folder path)
  cmake_parse_arguments(PARSE_ARGV 1 FOLDER "" "" "DEPENDS;TEST_DEPENDS")
  string(REPLACE "/" "_" name "${path}")
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${path}/*.cc)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  set(benches ${sources})
  list(FILTER benches INCLUDE REGEX "_bench\\.cc$")
  list(FILTER sources EXCLUDE REGEX "_(test|bench)\\.cc$")

  if(sources)
    add_library(weir_${name} STATIC ${sources})
    target_link_libraries(weir_${name} PUBLIC weir_flags ${FOLDER_DEPENDS})
  else()
    add_library(weir_${name} INTERFACE)
    target_link_libraries(weir_${name} INTERFACE weir_flags ${FOLDER_DEPENDS})
  endif()

  if(WEIR_BUILD_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE weir_${name} ${FOLDER_TEST_DEPENDS}
      GTest::gmock GTest::gtest_main)
    add_test(NAME ${name} COMMAND ${name}_test)
    set_tests_properties(${name} PROPERTIES LABELS fast TIMEOUT 300)
  endif()
  if(WEIR_BUILD_TESTS AND benches)
    add_executable(${name}_bench ${benches})
    target_link_libraries(${name}_bench PRIVATE weir_${name} ${FOLDER_TEST_DEPENDS}
      benchmark::benchmark_main)
    # Runs once as a test, so that it cannot rot.
    add_test(NAME ${name}_bench COMMAND ${name}_bench --benchmark_min_time=0.001)
    set_tests_properties(${name}_bench PROPERTIES LABELS fast TIMEOUT 300)
  endif()
endfunction()

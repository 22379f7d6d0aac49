# Turns config/config.yaml and config/meeting_types.yaml into a source file in the build tree.
# Sets EXECASSIST_SAMPLES_SOURCE for the library; configures again when one of the files changes.
set(config_folder ${CMAKE_CURRENT_LIST_DIR}/../../config)
file(READ ${config_folder}/config.yaml EXECASSIST_SAMPLE_CONFIG)
file(READ ${config_folder}/meeting_types.yaml EXECASSIST_SAMPLE_RULES)
set(EXECASSIST_SAMPLES_SOURCE ${CMAKE_CURRENT_BINARY_DIR}/generated/samples.cpp)
configure_file(${CMAKE_CURRENT_LIST_DIR}/samples.cpp.in ${EXECASSIST_SAMPLES_SOURCE} @ONLY)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
  ${config_folder}/config.yaml ${config_folder}/meeting_types.yaml)

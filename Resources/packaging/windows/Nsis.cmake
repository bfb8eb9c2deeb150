# SPDX-License-Identifier: GPL-3.0-or-later
# The Windows installer, made by NSIS. Plugins move from the program's folder to where hosts look for them.
set(CPACK_PACKAGE_INSTALL_DIRECTORY Phonostage)
set(CPACK_NSIS_DISPLAY_NAME Phonostage)
set(CPACK_NSIS_PACKAGE_NAME Phonostage)
set(CPACK_NSIS_URL_INFO_ABOUT ${CPACK_PACKAGE_HOMEPAGE_URL})
set(CPACK_NSIS_ENABLE_UNINSTALL_BEFORE_INSTALL ON)
set(CPACK_NSIS_MODIFY_PATH ON)
set(CPACK_NSIS_EXECUTABLES_DIRECTORY .)
set(CPACK_PACKAGE_EXECUTABLES phonostage-app Phonostage)
set(CPACK_NSIS_EXTRA_INSTALL_COMMANDS [[
  RMDir /r "$COMMONFILES64\VST3\Phonostage.vst3"
  RMDir /r "$COMMONFILES64\LV2\Phonostage.lv2"
  CreateDirectory "$COMMONFILES64\VST3"
  CreateDirectory "$COMMONFILES64\LV2"
  CopyFiles /SILENT "$INSTDIR\VST3\Phonostage.vst3" "$COMMONFILES64\VST3"
  CopyFiles /SILENT "$INSTDIR\LV2\Phonostage.lv2" "$COMMONFILES64\LV2"
  RMDir /r "$INSTDIR\VST3"
  RMDir /r "$INSTDIR\LV2"
]])
set(CPACK_NSIS_EXTRA_UNINSTALL_COMMANDS [[
  RMDir /r "$COMMONFILES64\VST3\Phonostage.vst3"
  RMDir /r "$COMMONFILES64\LV2\Phonostage.lv2"
]])

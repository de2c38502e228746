; Per-user installer for Windows. makensis -DVERSION=... -DBUNDLE=... -DOUT=... irt-desk.nsi
Unicode true
SetCompressor /SOLID lzma
!include "MUI2.nsh"
Name "IRT Desk"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\IRT Desk"
RequestExecutionLevel user
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "IRT Desk"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Records for Individual Relationship Therapy"
VIAddVersionKey "LegalCopyright" "MIT licence"
!insertmacro MUI_PAGE_LICENSE "..\..\LICENSE"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Section "IRT Desk"
  SetOutPath "$INSTDIR"
  RMDir /r "$INSTDIR\_internal" ; what an older version left
  File /r "${BUNDLE}${SLASH}*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\IRT Desk.lnk" "$INSTDIR\IRT Desk.exe"
  WriteRegStr HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall\IRT Desk" "DisplayName" "IRT Desk"
  WriteRegStr HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall\IRT Desk" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall\IRT Desk" "UninstallString" '"$INSTDIR\uninstall.exe"'
SectionEnd

; Only what was installed is removed: somebody may have chosen a folder with files of their own, or keep a practice in it.
Section "Uninstall"
  Delete "$SMPROGRAMS\IRT Desk.lnk"
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\irt-desk.exe"
  Delete "$INSTDIR\IRT Desk.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; only when it is empty now
  DeleteRegKey HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall\IRT Desk"
SectionEnd

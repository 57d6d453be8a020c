using System.ComponentModel;
using System.Diagnostics;
using ZipkinMesh.Local.Output;

namespace ZipkinMesh.Local.Processes;

/// <summary>Opens a page in the user's browser.</summary>
internal static class BrowserLauncher
{
    /// <summary>Runs <c>xdg-open</c>, or <c>open</c> on macOS, in a session of its own, so that Ctrl-C doesn't reach a browser that it starts.</summary>
    public static void Open(string url, MeshOutput output)
    {
        // The shell finds the program in the PATH; the descriptors are closed to the terminal, because browsers write to it.
        string[] arguments = ["-c", "exec \"$0\" \"$1\" </dev/null >/dev/null 2>&1", OperatingSystem.IsMacOS() ? "open" : "xdg-open", url];
        try
        {
            var browser = new Process { StartInfo = new(Environment.ProcessPath!, [SessionLauncher.Option, "/bin/sh", .. arguments]), EnableRaisingEvents = true };
            browser.Exited += (_, _) =>
            {
                if (browser.ExitCode != 0)
                {
                    WriteFailure(url, output);
                }

                browser.Dispose();
            };
            browser.Start();
        }
        catch (Win32Exception)
        {
            WriteFailure(url, output);
        }
    }

    private static void WriteFailure(string url, MeshOutput output) => output.WriteLine($"local: can't open a browser; the page is {url}");
}

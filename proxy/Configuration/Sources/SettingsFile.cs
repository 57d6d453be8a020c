using Microsoft.Extensions.Configuration;
using ZipkinMesh.Hosting;

namespace ZipkinMesh.Proxy.Configuration.Sources;

/// <summary>
/// Adds the settings file to the configuration. It must be readable at start. When a changed file can't be read, the error is kept for
/// the next reload.
/// </summary>
/// <param name="path">The path as the user wrote it; a relative path is resolved against the program's folder.</param>
internal sealed class SettingsFile(string path)
{
    private SettingException? _problem;
    private bool _wasRead;

    /// <summary>Gets the path as the user wrote it.</summary>
    public string GivenPath => path;

    /// <summary>Adds the file, and watches it for changes.</summary>
    /// <exception cref="SettingException">The file doesn't exist, or isn't valid JSON.</exception>
    public void AddTo(ConfigurationManager configuration)
    {
        try
        {
            configuration.Add<IndexedJsonConfigurationSource>(json =>
            {
                json.Path = Path.GetFullPath(path, AppContext.BaseDirectory);
                json.ReloadOnChange = true;
                json.OnLoadException = Keep;
                json.ResolveFileProvider();
            });
        }
        catch (FileNotFoundException)
        {
            throw SettingException.Unreadable(path, "there is no such file");
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw Unreadable(e);
        }

        _wasRead = true;
    }

    /// <summary>Returns and clears the error of the last change; null when the file could be read.</summary>
    public SettingException? TakeProblem() => Interlocked.Exchange(ref _problem, null);

    // An exception on the watching thread would be lost.
    private void Keep(FileLoadExceptionContext context)
    {
        if (_wasRead)
        {
            _problem = Unreadable(context.Exception);
            context.Ignore = true;
        }
    }

    private SettingException Unreadable(Exception exception)
    {
        // The innermost message is the JSON reader's, with line and position.
        var inner = exception.GetBaseException();
        return SettingException.Unreadable(path, inner.Message.ReplaceLineEndings(" "));
    }
}

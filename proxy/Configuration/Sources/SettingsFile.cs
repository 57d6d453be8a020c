using Microsoft.Extensions.Configuration;
using ZipkinMesh.Hosting;

namespace ZipkinMesh.Proxy.Configuration.Sources;

/// <summary>
/// The file of settings. At start it must be readable; when it changes, what is wrong with it is kept until it is told.
/// </summary>
/// <param name="path">As the user wrote it; beside the program when it is relative.</param>
internal sealed class SettingsFile(string path)
{
    private SettingException? _mistake;
    private bool _wasRead;

    /// <exception cref="SettingException">There is no such file, or it is no JSON.</exception>
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

    /// <summary>What was wrong with the last change of the file, once; null when it could be read.</summary>
    public SettingException? TakeMistake() => Interlocked.Exchange(ref _mistake, null);

    // Thrown from the watching thread, an exception would reach nobody.
    private void Keep(FileLoadExceptionContext context)
    {
        if (_wasRead)
        {
            _mistake = Unreadable(context.Exception);
            context.Ignore = true;
        }
    }

    private SettingException Unreadable(Exception exception)
    {
        // The JSON reader's own words come last, with line and position.
        var inner = exception.GetBaseException();
        return SettingException.Unreadable(path, inner.Message.ReplaceLineEndings(" "));
    }
}

using Microsoft.Extensions.Configuration;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Configuration.Sources;
using ZipkinMesh.Proxy.Configuration.Validation;

namespace ZipkinMesh.Proxy.Configuration.Reload;

/// <summary>
/// Provides the section <c>ReverseProxy</c> to YARP, and a changed one only when it is valid. YARP silently ignores values it can't
/// parse, and treats an empty file as "remove all routes".
/// </summary>
internal sealed class ValidatedConfigurationProvider(IConfiguration configuration) : ConfigurationProvider, IConfigurationSource
{
    private KeyIndex? _index;

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override void Load() => Data = configuration.GetSection("ReverseProxy").AsEnumerable(makePathsRelative: true)
        .ToDictionary(StringComparer.OrdinalIgnoreCase);

    public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) =>
        KeyIndex.Of(Data, ref _index).GetChildKeys(earlierKeys, parentPath);

    /// <summary>Validates the changed configuration and passes it on.</summary>
    /// <exception cref="SettingException">The configuration is invalid; nothing has changed.</exception>
    public void Update()
    {
        MeshOptionsValidator.CheckProgram(configuration);
        Load();
        OnReload();
    }
}

using Microsoft.Extensions.Configuration;

namespace ZipkinMesh.Proxy.Configuration;

/// <summary>
/// The section <c>ReverseProxy</c> as YARP gets to see it: of a changed configuration only when its values can be read. YARP
/// itself would pass over a number that is none without a word, and take an emptied file for an order to forget all routes.
/// </summary>
internal sealed class CheckedRoutes(IConfiguration configuration) : ConfigurationProvider, IConfigurationSource
{
    private KeyIndex? _index;

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override void Load() => Data = configuration.GetSection("ReverseProxy").AsEnumerable(makePathsRelative: true)
        .ToDictionary(StringComparer.OrdinalIgnoreCase);

    public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) =>
        KeyIndex.Of(Data, ref _index).GetChildKeys(earlierKeys, parentPath);

    /// <exception cref="ConfigurationMistakeException">The configuration can't be used; nothing has changed.</exception>
    public void Update()
    {
        SettingRules.Check(configuration);
        Load();
        OnReload();
    }
}

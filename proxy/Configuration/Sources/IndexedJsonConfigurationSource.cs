using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace ZipkinMesh.Proxy.Configuration.Sources;

/// <summary>Represents a settings file that may have thousands of routes; see <see cref="KeyIndex"/>.</summary>
internal sealed class IndexedJsonConfigurationSource : JsonConfigurationSource
{
    public override IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        EnsureDefaults(builder);
        return new Provider(this);
    }

    private sealed class Provider(JsonConfigurationSource source) : JsonConfigurationProvider(source)
    {
        private KeyIndex? _index;

        public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) =>
            KeyIndex.Of(Data, ref _index).GetChildKeys(earlierKeys, parentPath);
    }
}

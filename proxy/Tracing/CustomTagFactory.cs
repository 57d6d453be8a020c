using System.Globalization;
using Yarp.ReverseProxy.Model;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Options.Rules;
using ZipkinMesh.Proxy.Formatting;
using ZipkinMesh.Proxy.Formatting.Operators;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>Creates the tags of the configuration. Header names, references and formats are parsed once.</summary>
internal static class CustomTagFactory
{
    private const string Sources = "one of Literal, Environment, RequestHeader, ResponseHeader, Metadata, Value";

    /// <summary>Creates a tag.</summary>
    /// <param name="path">The path of its section, for messages.</param>
    /// <param name="name">The name of the tag.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="SettingException">The tag has no source or several, or its format isn't allowed.</exception>
    public static CustomTag Create(string path, string name, CustomTagOptions options)
    {
        var read = SourceOf(path, options);
        return new CustomTag(name, options.ValueType.ToUpperInvariant() switch
        {
            "INT" => stream => read(stream) is { } text ? ToInteger(text) : null,
            "DOUBLE" => stream => read(stream) is { } text ? ToDouble(text) : null,
            "BOOL" => stream => read(stream) is { } text ? ToBoolean(text) : null,
            _ => read,
        });
    }

    private static Func<StreamInfo, string?> SourceOf(string path, CustomTagOptions options)
    {
        List<Func<Func<StreamInfo, string?>>> sources = [];
        AddSource(options.Literal, () => _ => options.Literal);
        AddSource(options.Environment, () => FromEnvironment(options.Environment));
        AddSource(options.RequestHeader, () => FromHeader($"{path}:{nameof(options.RequestHeader)}", "REQ", options.RequestHeader));
        AddSource(options.ResponseHeader, () => FromHeader($"{path}:{nameof(options.ResponseHeader)}", "RESP", options.ResponseHeader));
        AddSource(options.Metadata, () => FromMetadata(options.Metadata));
        AddSource(options.Value, () => FormatString.Parse($"{path}:{nameof(options.Value)}", options.Value).Format);
        if (sources.Count != 1)
        {
            throw SettingException.Missing(path, sources.Count == 0 ? Sources : $"only {Sources}");
        }

        var read = sources[0]();
        return options.DefaultValue.Length == 0 ? read : stream => read(stream) ?? options.DefaultValue;

        void AddSource(string value, Func<Func<StreamInfo, string?>> create)
        {
            if (value.Length > 0)
            {
                sources.Add(create);
            }
        }
    }

    private static Func<StreamInfo, string?> FromEnvironment(string name)
    {
        var value = Environment.GetEnvironmentVariable(name);
        return _ => value;
    }

    private static Func<StreamInfo, string?> FromHeader(string key, string operatorName, string header)
    {
        var operation = OperatorTable.Find(operatorName)!.Create(new FormatCommand(header, null)) as TextOperator
            ?? throw SettingException.NotAllowed(key, header, "the name of a header");
        return stream => operation.Read(stream) is { } value ? HeaderText.Of(value) : null;
    }

    private static Func<StreamInfo, string?> FromMetadata(string reference)
    {
        _ = MetadataReferenceAttribute.TryParse(reference, out var kind, out var key);
        Func<IReverseProxyFeature, IReadOnlyDictionary<string, string>?> find = kind switch
        {
            "route" => static proxy => proxy.Route.Config.Metadata,
            "cluster" => static proxy => proxy.Cluster.Config.Metadata,
            _ => static proxy => proxy.ProxiedDestination?.Model.Config.Metadata,
        };
        return stream => stream.Context.Features.Get<IReverseProxyFeature>() is { } proxy ? find(proxy)?.GetValueOrDefault(key) : null;
    }

    // A value that isn't of the type stays text.
    private static object ToInteger(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : text;

    private static object ToDouble(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : text;

    private static object ToBoolean(string text) => bool.TryParse(text, out var flag) ? flag : text;
}

using Microsoft.Extensions.Configuration;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Proxy.Configuration.Validation;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Configuration;

/// <summary>Reads the options of a proxy.</summary>
internal static class MeshOptionsReader
{
    /// <summary>Reads the options of a program from its whole configuration.</summary>
    /// <exception cref="SettingException">A setting is missing, unknown or not allowed.</exception>
    public static ZipkinMeshOptions ReadProgram(IConfiguration configuration)
    {
        MeshOptionsValidator.CheckProgram(configuration);
        var options = Bind(configuration, OpenTelemetryOptions.Read(configuration));
        SharedSpansValidator.Check(options);
        return options;
    }

    /// <summary>Reads the options from the section of another program's configuration.</summary>
    /// <exception cref="SettingException">A setting is missing, unknown or not allowed.</exception>
    public static ZipkinMeshOptions Read(IConfiguration configuration)
    {
        MeshOptionsValidator.Check(configuration);
        return Bind(configuration, new OpenTelemetryOptions());
    }

    private static ZipkinMeshOptions Bind(IConfiguration configuration, OpenTelemetryOptions openTelemetry)
    {
        var options = configuration.Get<ZipkinMeshOptions>() ?? new ZipkinMeshOptions();
        options.OpenTelemetry = openTelemetry;
        if (openTelemetry.ExportsOtlp)
        {
            // The variable turns tracing on, for which OTLP needs no section of the file.
            options.Tracing ??= new TracingOptions();
        }

        foreach (var (name, listener) in options.Listeners)
        {
            var section = configuration.GetSection(PathOf(ListenerTlsOptions.Section, name));
            listener.Tls = section.Get<ListenerTlsOptions>();
            if (listener.Tls is not null)
            {
                TlsValidator.Check(section.Path, listener.Tls);
            }
        }

        if (options.Tracing is not null)
        {
            foreach (var (name, listener) in options.Listeners)
            {
                listener.Tracing = BindTracing(configuration, name);
            }
        }

        return options;
    }

    // What the listener sets takes the place of what all listeners have.
    private static ListenerTracingOptions BindTracing(IConfiguration configuration, string listener)
    {
        var options = new ListenerTracingOptions();
        var own = configuration.GetSection(PathOf(ListenerTracingOptions.Section, listener));
        configuration.GetSection(TracingOptions.Section.Path).Bind(options);
        foreach (var tag in own.GetSection(nameof(options.CustomTags)).GetChildren())
        {
            foreach (var replaced in options.CustomTags.Keys.Where(name => name.Equals(tag.Key, StringComparison.OrdinalIgnoreCase)).ToList())
            {
                options.CustomTags.Remove(replaced);
            }
        }

        own.Bind(options);
        return options;
    }

    private static string PathOf(OptionsSection section, string listener) => section.Path.Replace("{name}", listener, StringComparison.Ordinal);
}

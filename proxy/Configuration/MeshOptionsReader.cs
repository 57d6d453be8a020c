using Microsoft.Extensions.Configuration;
using ZipkinMesh.Hosting;
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
        var options = Bind(configuration);
        options.OpenTelemetry = OpenTelemetryOptions.Read(configuration);
        if (options.OpenTelemetry.ExportsOtlp)
        {
            // The variable turns tracing on, for which OTLP needs no section of the file.
            options.Tracing ??= new TracingOptions();
            SharedSpansValidator.Check(options);
        }

        return options;
    }

    /// <summary>Reads the options from the section of another program's configuration.</summary>
    /// <exception cref="SettingException">A setting is missing, unknown or not allowed.</exception>
    public static ZipkinMeshOptions Read(IConfiguration configuration)
    {
        MeshOptionsValidator.Check(configuration);
        return Bind(configuration);
    }

    private static ZipkinMeshOptions Bind(IConfiguration configuration) => configuration.Get<ZipkinMeshOptions>() ?? new ZipkinMeshOptions();
}

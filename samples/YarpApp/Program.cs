using ZipkinMesh.Proxy;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddReverseProxy()
    .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
    .AddZipkinMesh(builder.Configuration.GetSection("ZipkinMesh")); // added to the app

var app = builder.Build();
app.MapGet("/about", () => "An endpoint of the app's own.");
app.MapZipkinMesh(); // instead of app.MapReverseProxy()
app.Run();
